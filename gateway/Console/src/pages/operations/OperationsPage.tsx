import { useSearchParams } from 'react-router'
import { session } from '../../api/session'
import { PageHead } from '../../shared/PageHead'
import { SideTabs } from '../../shared/SideTabs'
import { useSession } from '../../texts'
import { AuditSection } from './AuditSection'
import { ErrorsSection } from './ErrorsSection'
import { FiguresSection } from './FiguresSection'
import { JobsSection } from './JobsSection'
import { RoutesSection } from './RoutesSection'
import { StatusSection } from './StatusSection'

export default function OperationsPage() {
  const { texts: t } = useSession()
  const [address] = useSearchParams()
  const views = [
    ...(session.can('operations.read') ? [
      { value: 'status', label: t.operations.status, show: <StatusSection /> },
      { value: 'figures', label: t.operations.figures, show: <FiguresSection /> },
      { value: 'errors', label: t.operations.errors, show: <ErrorsSection /> },
      { value: 'jobs', label: t.operations.jobs, show: <JobsSection /> },
      { value: 'routes', label: t.operations.routes, show: <RoutesSection /> },
    ] : []),
    ...(session.can('audit.read') ? [{ value: 'audit', label: t.operations.audit, show: <AuditSection /> }] : []),
  ]
  const view = views.find(one => one.value === address.get('view')) ?? views[0]!
  return (
    <div className="page">
      <PageHead title={t.operations.title} />
      <SideTabs name="view" value={view.value} label={t.operations.title} options={views} />
      {view.show}
    </div>
  )
}
