import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { AuditRow, VerifiedAudits } from '../../api/types'
import { Facts } from '../../shared/Facts'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { labelOf } from '../../shared/known'
import { useAct } from '../../shared/useAct'
import { useSession } from '../../texts'
import { Missing } from './Missing'

// Days are China's, whatever the clock of the computer says.
const startOf = (day: string | undefined) => (day ? `${day}T00:00:00+08:00` : undefined)

export function AuditSection() {
  const { texts: t } = useSession()
  const [missing, setMissing] = useState<string[]>([])
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'service', label: t.operations.part, options: optionsOf(t.operations.services) },
    { kind: 'text', name: 'action', label: t.operations.action, hint: t.operations.actionHint },
    { kind: 'text', name: 'actorName', label: t.operations.actor, hint: t.operations.actorHint },
    { kind: 'text', name: 'objectId', label: t.operations.objectId },
    { kind: 'date', name: 'from', label: t.common.from },
    { kind: 'date', name: 'to', label: t.common.to },
  ], [t])
  const columns = useMemo((): Column<AuditRow>[] => [
    { key: 'at', title: t.operations.time, text: row => row.at, render: (_, row) => <span className="nowrap">{dayjs(row.at).format('YYYY-MM-DD HH:mm:ss')}</span> },
    { key: 'service', title: t.operations.part, text: row => labelOf(t.operations.services, row.service), render: (_, row) => labelOf(t.operations.services, row.service) },
    { key: 'actor', title: t.operations.actor, text: row => row.actorName, dataIndex: 'actorName' },
    { key: 'action', title: t.operations.action, text: row => row.action, render: (_, row) => <code>{row.action}</code> },
    { key: 'object', title: t.operations.object, text: row => `${row.objectType} ${row.objectId ?? ''}`, render: (_, row) => <>{row.objectType} {row.objectId && <code>{row.objectId}</code>}</> },
    { key: 'fields', title: t.operations.fields, text: row => row.fields, render: (_, row) => <div style={{ maxWidth: 360, overflowWrap: 'anywhere' }}>{row.fields}</div> },
    { key: 'purpose', title: t.operations.purpose, text: row => row.purpose, dataIndex: 'purpose' },
  ], [t])
  const load = useCallback(async (query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => {
    const to = query.to ? dayjs(query.to).add(1, 'day').format('YYYY-MM-DD') : undefined
    const page = await get('/api/v1/operations/audit', {
      query: { service: query.service, action: query.action, actorName: query.actorName, objectId: query.objectId, from: startOf(query.from), to: startOf(to), limit, cursor }, signal,
    })
    setMissing(page.missing)
    return page
  }, [])
  return (
    <section className="panel">
      {session.can('audit.verify') && <Verify />}
      <Missing services={missing} />
      <KeysetTable
        name="operations-audit" rowKey="id" filters={filters} columns={columns} load={load}
        detail={detailOf}
      />
    </section>
  )
}

function Detail({ row }: { row: AuditRow }) {
  const { texts: t } = useSession()
  return (
    <Facts layout="across" items={[
      [t.operations.entry, <code key="id">{row.id}</code>], [t.operations.actorId, <code key="actor">{row.actorId}</code>],
      [t.problems.trace, row.traceId ? <code key="trace">{row.traceId}</code> : t.common.none], [t.operations.purpose, row.purpose ?? t.common.none],
    ]} />
  )
}

const detailOf = (row: AuditRow) => <Detail row={row} />

function Verify() {
  const { texts: t } = useSession()
  const { act, busy } = useAct()
  const [result, setResult] = useState<VerifiedAudits | null>(null)
  return (
    <div style={{ marginBottom: 16 }}>
      <div className="panel-head">
        <p className="muted" style={{ margin: 0, flex: 1 }}>{t.operations.chainHint}</p>
        <Button icon={<SafetyCertificateOutlined />} loading={busy} onClick={() => void act(async () => setResult(await post('/api/v1/operations/audit/verify')))}>{t.operations.verify}</Button>
      </div>
      {result && (
        <Alert
          role="status" showIcon closable type={result.missing.length > 0 || result.items.some(one => !one.holds) ? 'error' : 'success'}
          title={result.items.some(one => !one.holds) ? t.operations.chainBroken : result.missing.length > 0 ? t.operations.missing(result.missing.map(one => labelOf(t.operations.services, one)).join('、')) : t.operations.chainHolds}
          description={<ul className="due">{result.items.map(one => <li key={one.service}>{labelOf(t.operations.services, one.service)}：{one.holds ? t.operations.chainLine(one.checked) : one.broken}</li>)}</ul>}
        />
      )}
    </div>
  )
}
