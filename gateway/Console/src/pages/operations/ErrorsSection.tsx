import { Alert, Button, Select } from 'antd'
import dayjs from 'dayjs'
import { useSearchParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { FailedMessage } from '../../api/types'
import { Async } from '../../shared/Async'
import { PlainTable } from '../../shared/PlainTable'
import { usePolled } from '../../shared/usePolled'
import { useAct } from '../../shared/useAct'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'

export function ErrorsSection() {
  const { texts: t } = useSession()
  const [address, setAddress] = useSearchParams()
  const status = usePolled(signal => get('/api/v1/operations/status', { signal }), [])
  return (
    <section className="panel">
      <Async from={status}>
        {found => {
          const queue = address.get('queue') ?? found.queues.find(one => one.failed > 0)?.queue ?? null
          const failed = found.queues.find(one => one.queue === queue)?.failed ?? 0
          if (!found.brokerAnswers) return <Alert type="error" showIcon title={t.operations.brokerAway} />
          return (
            <>
              <p className="muted">{t.operations.errorsHint}</p>
              <div className="filters">
                <label>{t.operations.queue}
                  <Select
                    aria-label={t.operations.queue} value={queue} placeholder={t.operations.noFailed} popupMatchSelectWidth={false} style={{ width: 360, maxWidth: '100%' }}
                    options={found.queues.map(one => ({ value: one.queue, label: `${one.queue}（${one.failed.toLocaleString()}）` }))}
                    onChange={(next: string) => setAddress({ view: 'errors', queue: next })}
                  />
                </label>
              </div>
              {queue ? <Messages key={queue} queue={queue} failed={failed} changed={status.reload} /> : <p role="status">{t.operations.noFailed}</p>}
            </>
          )
        }}
      </Async>
    </section>
  )
}

/** Looked at anew when their number has changed. */
function Messages({ queue, failed, changed }: { queue: string; failed: number; changed: () => void }) {
  const { texts: t } = useSession()
  const { confirm, busy } = useAct()
  const messages = useLoad(signal => get('/api/v1/operations/errors', { query: { queue }, signal }), [queue, failed])
  const allowed = session.can('operations.replay')
  const replay = (messageId: string | null, what: string) => confirm(t.operations.replay, what, () => post('/api/v1/operations/errors/replay', { body: { queue, messageId } }), t.operations.replayed)
    .then(done => { if (done) { messages.reload(); changed() } })
  return (
    <Async from={messages}>
      {({ items }) => (
        <>
          <div className="panel-head">
            <h3>{t.operations.shownFailed(items.length, Math.max(items.length, failed))}</h3>
            {allowed && items.length > 0 && <Button loading={busy} onClick={() => void replay(null, t.operations.replayAllText(Math.max(items.length, failed), queue))}>{t.operations.replayAll}</Button>}
          </div>
          <PlainTable<FailedMessage>
            save={queue} rowKey="id" rows={items} empty={t.operations.noFailed}
            columns={[
              { title: t.operations.type, dataIndex: 'type', text: row => row.type, render: (type: string) => type || '—' },
              { title: t.operations.facts, dataIndex: 'facts', align: 'right' },
              { title: t.operations.failedAt, key: 'failedAt', text: row => row.failedAt, render: (_, row) => row.failedAt ? dayjs(row.failedAt).format('YYYY-MM-DD HH:mm:ss') : '—' },
              { title: t.operations.error, key: 'error', text: row => `${row.error} ${row.reason}`, render: (_, row) => <div style={{ maxWidth: 520, overflowWrap: 'anywhere' }}><b>{row.error.split('.').at(-1)}</b><br />{row.reason}</div> },
              { title: t.operations.messageId, dataIndex: 'id', text: row => row.id, render: (id: string) => <code>{id}</code> },
              ...(allowed ? [{ title: t.common.operation, key: 'act', render: (_: unknown, row: FailedMessage) => <Button size="small" loading={busy} aria-label={`${t.operations.replay} ${row.id}`} onClick={() => void replay(row.id, t.operations.replayText(queue))}>{t.operations.replay}</Button> }] : []),
            ]}
          />
        </>
      )}
    </Async>
  )
}
