import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'

/** The working day by which something is due, and that it is late where it is. */
export function DueTag({ dueOn, overdue }: { dueOn: string | null | undefined; overdue: boolean }) {
  const { texts: t } = useSession()
  return dueOn ? <span className="nowrap">{dueOn} {overdue && <StateTag color="red">{t.home.late}</StateTag>}</span> : null
}
