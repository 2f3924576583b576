import { Alert, Button } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { get } from '../../api/client'
import type { Task } from '../../api/types'
import { Async } from '../../shared/Async'
import { labelOf } from '../../shared/known'
import { Link } from '../../shared/Link'
import { SaveRows } from '../../shared/PlainTable'
import { StateTag } from '../../shared/StateTag'
import { useTick } from '../../shared/usePolled'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { taskLink } from './taskLink'

const few = 8
// As many as the API counts of one kind.
const mostCounted = 1000

/** What is due from the acting post, the most urgent first; each opens the page where the work is done. */
export function DuePanel() {
  const { texts: t, postId, language } = useSession()
  const tasks = useLoad(signal => get('/api/v1/tasks', { query: { limit: 20 }, signal }), [postId, language])
  useTick(tasks.reload, 60)
  const [all, setAll] = useState(false)
  const [kind, setKind] = useState<string | null>(null)
  return (
    <section className="panel" aria-label={t.home.due}>
      <h3>{t.home.due}</h3>
      <Async from={tasks} rows={3}>
        {({ items, counts, missing }) => {
          const kinds = Object.entries(counts)
          const wanted = kind === null ? items : items.filter(item => item.kind === kind)
          const shown = all ? wanted : wanted.slice(0, few)
          const total = kinds.filter(([name]) => kind === null || name === kind).reduce((sum, [, count]) => sum + count, 0)
          return (
            <>
              {missing.length > 0 && <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={t.operations.missing(missing.map(one => labelOf(t.operations.services, one)).join('、'))} />}
              {items.length === 0 ? <p className="muted">{t.home.dueNone}</p> : (
                <>
                  {kinds.length > 1 && (
                    <p role="group" aria-label={t.home.dueKinds}>
                      {kinds.map(([name, count]) => (
                        <Button key={name} size="small" type={kind === name ? 'primary' : 'default'} aria-pressed={kind === name} style={{ marginInlineEnd: 8, marginBottom: 4 }} onClick={() => { setKind(kind === name ? null : name); setAll(false) }}>
                          {labelOf(t.tasks, name)} {count >= mostCounted ? t.common.moreThan(count) : count.toLocaleString()}
                        </Button>
                      ))}
                    </p>
                  )}
                  <ul className="due">{shown.map(item => <One key={`${item.kind}/${item.subjectId}`} task={item} />)}</ul>
                  <div className="table-foot">
                    {total > wanted.length && <span className="muted">{t.home.dueMore(wanted.length, total)}</span>}
                    {wanted.length > few && <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t.home.dueFewer : t.home.dueAll(wanted.length)}</Button>}
                    <SaveRows<Task>
                      name={t.home.due} rows={[]} rest={async () => (await get('/api/v1/tasks', { query: { limit: mostCounted } })).items.filter(item => kind === null || item.kind === kind)}
                      columns={[
                        { title: t.home.dueKind, text: task => labelOf(t.tasks, task.kind) }, { title: t.home.dueWhat, dataIndex: 'title' }, { title: t.common.organization, dataIndex: 'organizationName' },
                        { title: t.home.dueOn, dataIndex: 'dueOn' }, { title: t.home.late, text: task => (task.overdue ? t.common.yes : '') },
                      ]}
                    />
                  </div>
                </>
              )}
            </>
          )
        }}
      </Async>
    </section>
  )
}

function One({ task }: { task: Task }) {
  const { texts: t } = useSession()
  const to = taskLink(task)
  const days = task.dueOn ? dayjs(task.dueOn).diff(dayjs().startOf('day'), 'day') : null
  return (
    <li>
      <span className="grow">{task.title}</span>
      {days !== null && <StateTag color={task.overdue ? 'red' : days <= 7 ? 'orange' : 'default'}>{t.transfers.due(days)}</StateTag>}
      {to && <Link to={to} aria-label={`${t.home.open}: ${task.title}`} className="nowrap">{t.home.open}</Link>}
    </li>
  )
}
