import { Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { get } from '../../api/client'
import { session } from '../../api/session'
import { Async } from '../../shared/Async'
import { Link } from '../../shared/Link'
import { SaveRows } from '../../shared/PlainTable'
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

const shown = 8
// More are read in the sheet.
const mostShown = 200
// Beyond so many somebody looks at the lists themselves; the panel says that there are more.
const most = 2000
// As the rules have it, who was away for three months is a mobile member; who has not reported a month later is asked after.
const reportWithin = 30

/** What the organizations below have let pass, the longest first; whoever is to do it, somebody above should ask. */
export function LatePanel() {
  const { texts: t, postId } = useSession()
  const late = useLoad(loadLate, [postId])
  const [all, setAll] = useState(false)
  return (
    <section className="panel" aria-label={t.home.lateBelow}>
      <h3>{t.home.lateBelow}</h3>
      <Async from={late} rows={3}>
        {({ items, more }) => items.length === 0 && !more ? <p className="muted">{t.home.lateNone}</p> : (
          <>
            <ul className="due">
              {items.slice(0, all ? mostShown : shown).map(item => (
                <li key={item.key}>
                  <span className="grow">{item.organization}：{item.what}</span>
                  <StateTag color="red">{t.transfers.due(-item.days)}</StateTag>
                  <Link to={item.to} className="nowrap" aria-label={`${t.home.look}: ${item.organization} ${item.what}`}>{t.home.look}</Link>
                </li>
              ))}
            </ul>
            <div className="table-foot">
              {(items.length > shown || more) && <span className="muted">{t.home.dueMore(Math.min(all ? mostShown : shown, items.length), items.length)}{more && ` ${t.home.lateCut}`}</span>}
              {items.length > shown && <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t.home.dueFewer : t.home.lateAll}</Button>}
              {items.length > 0 && <SaveRows<Late> name={t.home.lateBelow} columns={[{ title: t.common.organization, dataIndex: 'organization' }, { title: t.home.lateWhat, dataIndex: 'what' }, { title: t.home.lateDays, dataIndex: 'days' }]} rows={items} />}
            </div>
          </>
        )}
      </Async>
    </section>
  )
}

/** Page after page: what is late need not be what comes first. */
async function all<T>(load: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await load(cursor)
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor && items.length < most)
  return { items, more: cursor !== undefined }
}

async function loadLate(signal: AbortSignal): Promise<{ items: Late[]; more: boolean }> {
  const t = session.texts
  const today = dayjs().startOf('day')
  const since = (day: string) => today.diff(dayjs(day).startOf('day'), 'day')
  let more = false
  const asked: Promise<Late[]>[] = []
  const seen = <T,>(page: { items: T[]; more: boolean }) => {
    more ||= page.more
    return page.items
  }
  if (session.can('assessment.read')) {
    for (const state of ['identified', 'planDrafted', 'planApproved', 'rectifying', 'acceptanceFailed'] as const) {
      asked.push(all(cursor => get('/api/v1/assessment/rectifications', { query: { state, limit: 200, cursor }, signal })).then(page => seen(page)
        .filter(one => one.deadline && since(one.deadline) > 0)
        .map(one => ({ key: one.id, what: t.rectificationStates[state], organization: one.name, days: since(one.deadline!), to: `/rectifications/${one.id}` }))))
    }
  }
  if (session.can('members.read')) {
    asked.push(all(cursor => get('/api/v1/transfers', { query: { direction: 'out', state: 'issued', limit: 200, cursor }, signal })).then(page => seen(page)
      .filter(one => one.expired)
      .map(one => ({ key: one.id, what: t.home.lateTransfer(one.memberName), organization: one.fromName, days: since(one.expiresOn), to: '/transfers?direction=out&state=issued' }))))
    asked.push(all(cursor => get('/api/v1/mobility', { query: { side: 'host', state: 'registered', limit: 200, cursor }, signal })).then(page => seen(page)
      .filter(one => since(one.countsFrom) > reportWithin)
      .map(one => ({ key: one.id, what: t.home.lateCheckIn(one.memberName), organization: one.hostName, days: since(one.countsFrom) - reportWithin, to: '/mobility?side=host&state=registered' }))))
  }
  const items = (await Promise.all(asked)).flat().sort((one, other) => other.days - one.days)
  return { items, more }
}
