import dayjs from 'dayjs'
import { get } from '../../api/client'
import { session } from '../../api/session'
import { Async } from '../../shared/Async'
import { Link } from '../../shared/Link'
import { StateTag } from '../../shared/StateTag'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'

interface Late {
  key: string
  what: string
  organization: string
  days: number
  to: string
}

const many = 200
const shown = 8
// As the rules have it, who was away for three months is a mobile member; who has not reported a month later is asked after.
const reportWithin = 30

/** What the organizations below have let pass, the longest first; whoever is to do it, somebody above should ask. */
export function LatePanel() {
  const { texts: t, postId } = useSession()
  const late = useLoad(loadLate, [postId])
  return (
    <section className="panel" aria-label={t.home.lateBelow}>
      <h3>{t.home.lateBelow}</h3>
      <Async from={late} rows={3}>
        {items => items.length === 0 ? <p className="muted">{t.home.lateNone}</p> : (
          <>
            <ul className="due">
              {items.slice(0, shown).map(item => (
                <li key={item.key}>
                  <span className="grow">{item.organization}：{item.what}</span>
                  <StateTag color="red">{t.transfers.due(-item.days)}</StateTag>
                  <Link to={item.to} className="nowrap" aria-label={`${t.home.look}: ${item.organization} ${item.what}`}>{t.home.look}</Link>
                </li>
              ))}
            </ul>
            {items.length > shown && <p className="muted" style={{ marginBottom: 0 }}>{t.home.dueMore(shown, items.length)}</p>}
          </>
        )}
      </Async>
    </section>
  )
}

async function loadLate(signal: AbortSignal): Promise<Late[]> {
  const t = session.texts
  const today = dayjs().startOf('day')
  const since = (day: string) => today.diff(dayjs(day).startOf('day'), 'day')
  const asked: Promise<Late[]>[] = []
  if (session.can('assessment.read')) {
    for (const state of ['identified', 'planDrafted', 'planApproved', 'rectifying', 'acceptanceFailed'] as const) {
      asked.push(get('/api/v1/assessment/rectifications', { query: { state, limit: many }, signal }).then(page => page.items
        .filter(one => one.deadline && since(one.deadline) > 0)
        .map(one => ({ key: one.id, what: t.rectificationStates[state], organization: one.name, days: since(one.deadline!), to: `/rectifications/${one.id}` }))))
    }
  }
  if (session.can('members.read')) {
    asked.push(get('/api/v1/transfers', { query: { direction: 'out', state: 'issued', limit: many }, signal }).then(page => page.items
      .filter(one => one.expired)
      .map(one => ({ key: one.id, what: t.home.lateTransfer(one.memberName), organization: one.fromName, days: since(one.expiresOn), to: '/transfers?direction=out&state=issued' }))))
    asked.push(get('/api/v1/mobility', { query: { side: 'host', state: 'registered', limit: many }, signal }).then(page => page.items
      .filter(one => since(one.countsFrom) > reportWithin)
      .map(one => ({ key: one.id, what: t.home.lateCheckIn(one.memberName), organization: one.hostName, days: since(one.countsFrom) - reportWithin, to: '/mobility?side=host&state=registered' }))))
  }
  return (await Promise.all(asked)).flat().sort((one, other) => other.days - one.days)
}
