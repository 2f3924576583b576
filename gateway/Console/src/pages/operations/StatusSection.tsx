import { Alert } from 'antd'
import dayjs from 'dayjs'
import { get } from '../../api/client'
import type { HealthState, OperationsStatus, QueueRow, ServiceRow } from '../../api/types'
import { Async } from '../../shared/Async'
import { labelOf } from '../../shared/known'
import { Link } from '../../shared/Link'
import { PlainTable } from '../../shared/PlainTable'
import { StateTag } from '../../shared/StateTag'
import { usePolled } from '../../shared/usePolled'
import { useSession } from '../../texts'

const colors: Record<HealthState, string> = { healthy: 'green', degraded: 'orange', unhealthy: 'red' }

export function Health({ state }: { state: HealthState | null }) {
  const { texts: t } = useSession()
  return <StateTag color={state ? colors[state] : 'red'}>{state ? t.operations.health[state] : t.operations.away}</StateTag>
}

export function StatusSection() {
  const { texts: t } = useSession()
  const status = usePolled(signal => get('/api/v1/operations/status', { signal }), [])
  return (
    <Async from={status} rows={8}>
      {found => (
        <>
          <Verdict status={found} />
          <section className="panel">
            <div className="panel-head"><h3>{t.operations.parts}</h3><span className="muted">{t.operations.at(dayjs(found.at).format('HH:mm:ss'))}</span></div>
            <Parts rows={found.services} />
          </section>
          <section className="panel">
            <h3>{t.operations.queues}</h3>
            {found.brokerAnswers ? <Queues rows={found.queues} /> : <Alert type="error" showIcon title={t.operations.brokerAway} />}
          </section>
          {found.dashboards.length > 0 && (
            <section className="panel">
              <h3>{t.operations.dashboards}</h3>
              <ul className="due">{found.dashboards.map(one => <li key={one.name}><a href={one.address} target="_blank" rel="noreferrer">{one.name}</a></li>)}</ul>
            </section>
          )}
        </>
      )}
    </Async>
  )
}

/** In one sentence whether somebody has to do something. */
function Verdict({ status }: { status: OperationsStatus }) {
  const { texts: t } = useSession()
  const name = (row: ServiceRow) => labelOf(t.operations.services, row.service)
  const bad = status.services.filter(row => row.status?.state !== 'healthy').map(name)
  const late = status.services.filter(row => (row.status?.outbox?.oldestSeconds ?? 0) > 60).map(name)
  const failed = status.queues.reduce((sum, queue) => sum + queue.failed, 0)
  const faults = [...(bad.length > 0 ? [t.operations.badParts(bad.join('、'))] : []), ...(late.length > 0 ? [t.operations.lateOutbox(late.join('、'))] : []), ...(failed > 0 ? [t.operations.failedMessages(failed)] : [])]
  return <div role="status"><Alert type={faults.length === 0 ? 'success' : 'warning'} showIcon style={{ marginBottom: 16 }} title={faults.length === 0 ? t.operations.allWell : faults.join(' ')} /></div>
}

function Parts({ rows }: { rows: ServiceRow[] }) {
  const { texts: t } = useSession()
  const part = (row: ServiceRow, name: string) => row.status?.parts.find(one => one.part === name)
  const partColumn = (name: 'database' | 'broker', title: string) => ({
    title, key: name, text: (row: ServiceRow) => part(row, name)?.milliseconds,
    render: (_: unknown, row: ServiceRow) => {
      const found = part(row, name)
      return found ? <span className="nowrap"><Health state={found.state} />{t.operations.milliseconds(found.milliseconds)}</span> : '—'
    },
  })
  return (
    <PlainTable<ServiceRow>
      save={t.operations.parts} rowKey="service" rows={rows}
      columns={[
        { title: t.operations.part, key: 'service', text: row => labelOf(t.operations.services, row.service), render: (_, row) => labelOf(t.operations.services, row.service) },
        { title: t.common.state, key: 'state', text: row => row.status ? t.operations.health[row.status.state] : t.operations.away, render: (_, row) => <Health state={row.status?.state ?? null} /> },
        partColumn('database', t.operations.database),
        partColumn('broker', t.operations.broker),
        { title: t.operations.replicas, key: 'replicas', align: 'right', text: row => `${row.availableReplicas} / ${row.replicas}`, render: (_, row) => `${row.availableReplicas} / ${row.replicas}` },
        { title: t.operations.outbox, key: 'outbox', align: 'right', text: row => row.status?.outbox?.facts, render: (_, row) => row.status?.outbox ? row.status.outbox.facts.toLocaleString() : '—' },
        { title: t.operations.oldest, key: 'oldest', align: 'right', text: row => row.status?.outbox?.oldestSeconds, render: (_, row) => row.status?.outbox ? t.operations.seconds(row.status.outbox.oldestSeconds) : '—' },
        { title: t.operations.jobsNow, key: 'jobs', align: 'right', text: row => row.status?.jobs && t.operations.jobCounts(row.status.jobs.running, row.status.jobs.queued), render: (_, row) => row.status?.jobs ? t.operations.jobCounts(row.status.jobs.running, row.status.jobs.queued) : '—' },
        { title: t.operations.startedAt, key: 'started', text: row => row.status?.startedAt, render: (_, row) => row.status ? dayjs(row.status.startedAt).format('YYYY-MM-DD HH:mm') : '—' },
      ]}
    />
  )
}

function Queues({ rows }: { rows: QueueRow[] }) {
  const { texts: t } = useSession()
  return (
    <PlainTable<QueueRow>
      save={t.operations.queues} rowKey="queue" rows={rows} empty={t.operations.noQueues}
      columns={[
        { title: t.operations.queue, dataIndex: 'queue' },
        { title: t.operations.listener, key: 'service', text: row => labelOf(t.operations.services, row.service), render: (_, row) => labelOf(t.operations.services, row.service) },
        { title: t.operations.waiting, key: 'messages', align: 'right', text: row => row.messages, render: (_, row) => row.messages.toLocaleString() },
        { title: t.operations.consumers, key: 'consumers', align: 'right', text: row => row.consumers, render: (_, row) => row.consumers === 0 ? <StateTag color="red">0</StateTag> : row.consumers },
        { title: t.operations.failed, key: 'failed', align: 'right', text: row => row.failed, render: (_, row) => row.failed === 0 ? 0 : <Link to={`/operations?view=errors&queue=${row.queue}`} aria-label={`${row.queue}: ${t.operations.failedMessages(row.failed)}`}>{row.failed.toLocaleString()}</Link> },
      ]}
    />
  )
}
