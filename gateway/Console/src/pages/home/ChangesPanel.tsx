import { Alert } from 'antd'
import dayjs from 'dayjs'
import { get } from '../../api/client'
import { session } from '../../api/session'
import type { Change } from '../../api/types'
import { Async } from '../../shared/Async'
import { labelOf } from '../../shared/known'
import { Link } from '../../shared/Link'
import { SaveRows } from '../../shared/PlainTable'
import { useTick } from '../../shared/usePolled'
import { useLoad } from '../../shared/useLoad'
import { type Texts, useSession } from '../../texts'

const shown = 8

const pages: Record<string, (id: string) => string> = {
  partyOrganization: id => `/organizations/${id}`, organization: id => `/organizations/${id}`, member: id => `/members/${id}`, transfer: () => '/transfers?direction=out', mobility: () => '/mobility',
  assessmentScheme: id => `/assessment/schemes/${id}`, assessmentCycle: id => `/assessment/cycles/${id}`, rectificationCase: id => `/rectifications/${id}`, programme: id => `/pairing/programmes/${id}`, pair: id => `/pairing/pairs/${id}`,
}

interface Group {
  first: Change
  count: number
}

/** The same deed of the same person is one line, where its latest stands. */
function grouped(changes: Change[]): Group[] {
  const groups = new Map<string, Group>()
  for (const change of changes) {
    const key = `${change.actorName}/${change.action}`
    const known = groups.get(key)
    if (known) known.count++
    else groups.set(key, { first: change, count: 1 })
  }
  return [...groups.values()]
}

const typeOf = (change: Change) => change.action.split('.')[0] ?? ''

const told = (t: Texts, change: Change, count: number) => t.home.changed(change.actorName, labelOf(t.changeVerbs, change.action.split('.')[1] ?? ''), labelOf(t.changeTypes, typeOf(change)), count)

/** What posts within reach have changed lately. */
export function ChangesPanel() {
  const { texts: t, postId } = useSession()
  const changes = useLoad(signal => get('/api/v1/me/changes', { query: { limit: 50 }, signal }), [postId])
  useTick(changes.reload, 60)
  return (
    <section className="panel" aria-label={t.home.changes}>
      <h3>{t.home.changes}</h3>
      <Async from={changes} rows={3}>
        {({ items, missing }) => (
          <>
            {missing.length > 0 && <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={t.operations.missing(missing.map(one => labelOf(t.operations.services, one)).join('、'))} />}
            {items.length === 0 ? <p className="muted">{t.home.changesNone}</p> : (
              <ul className="due">
                {grouped(items).slice(0, shown).map(({ first, count }) => {
                  const what = told(t, first, count)
                  const page = count === 1 && first.objectId ? pages[typeOf(first)]?.(first.objectId) : null
                  return (
                    <li key={first.id}>
                      <span className="grow">{what}</span>
                      <span className="muted nowrap">{dayjs(first.at).format('MM-DD HH:mm')}</span>
                      {page && <Link to={page} className="nowrap" aria-label={`${t.home.look}: ${what}`}>{t.home.look}</Link>}
                    </li>
                  )
                })}
              </ul>
            )}
            <div className="table-foot">
              {session.can('audit.read') && <Link to="/operations?view=audit">{t.operations.audit}</Link>}
              {items.length > 0 && (
                <SaveRows<Change>
                  name={t.home.changes} rows={items}
                  columns={[
                    { title: t.operations.time, dataIndex: 'at' }, { title: t.operations.actor, dataIndex: 'actorName' },
                    { title: t.home.changes, text: change => told(t, change, 1) },
                  ]}
                />
              )}
            </div>
          </>
        )}
      </Async>
    </section>
  )
}
