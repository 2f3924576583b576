import { Alert } from 'antd'
import { labelOf } from '../../shared/known'
import { useSession } from '../../texts'

/** Says whose share is not in what is shown. */
export function Missing({ services }: { services: string[] }) {
  const { texts: t } = useSession()
  return services.length === 0 ? null : <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={t.operations.missing(services.map(one => labelOf(t.operations.services, one)).join('、'))} />
}
