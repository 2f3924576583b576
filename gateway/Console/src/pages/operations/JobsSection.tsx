import { Progress } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { get } from '../../api/client'
import type { OperatedJob } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { labelOf } from '../../shared/known'
import { StateTag } from '../../shared/StateTag'
import { useTick } from '../../shared/usePolled'
import { useSession } from '../../texts'
import { Missing } from './Missing'

const colors = { queued: 'default', running: 'blue', succeeded: 'green', failed: 'red', cancelled: 'default' }
const time = (at: string | null | undefined) => (at ? dayjs(at).format('MM-DD HH:mm:ss') : '—')

export function JobsSection() {
  const { texts: t } = useSession()
  const [missing, setMissing] = useState<string[]>([])
  const [version, setVersion] = useState(0)
  useTick(useCallback(() => setVersion(before => before + 1), []), 5)
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.operations.jobStates) },
    { kind: 'choice', name: 'service', label: t.operations.part, options: optionsOf(t.operations.services) },
  ], [t])
  const columns = useMemo((): Column<OperatedJob>[] => [
    { key: 'kind', title: t.operations.job, text: row => labelOf(t.operations.jobKinds, row.kind), render: (_, row) => labelOf(t.operations.jobKinds, row.kind) },
    { key: 'service', title: t.operations.part, text: row => labelOf(t.operations.services, row.service), render: (_, row) => labelOf(t.operations.services, row.service) },
    { key: 'state', title: t.common.state, text: row => t.operations.jobStates[row.state], render: (_, row) => <StateTag color={colors[row.state]}>{t.operations.jobStates[row.state]}</StateTag> },
    {
      key: 'done', title: t.operations.progress, text: row => row.done,
      render: (_, row) => (
        <div style={{ minWidth: 170 }}>
          {row.done.toLocaleString()} / {row.total?.toLocaleString() ?? '?'}
          {row.state === 'running' && row.total ? <Progress percent={Math.floor(row.done * 100 / row.total)} size="small" showInfo={false} aria-label={t.operations.progress} /> : null}
        </div>
      ),
    },
    { key: 'errors', title: t.operations.rowErrors, align: 'right', text: row => row.errorCount, render: (_, row) => row.errorCount.toLocaleString() },
    { key: 'failure', title: t.operations.failure, text: row => row.failure?.text, render: (_, row) => row.failure ? <div style={{ maxWidth: 320 }}>{row.failure.text}</div> : null },
    { key: 'by', title: t.operations.by, text: row => row.createdByName, dataIndex: 'createdByName' },
    { key: 'created', title: t.operations.createdAt, text: row => row.createdAt, render: (_, row) => <span className="nowrap">{time(row.createdAt)}</span> },
    { key: 'started', title: t.operations.begunAt, text: row => row.startedAt, render: (_, row) => <span className="nowrap">{time(row.startedAt)}</span>, extra: true },
    { key: 'finished', title: t.operations.finishedAt, text: row => row.finishedAt, render: (_, row) => <span className="nowrap">{time(row.finishedAt)}</span> },
  ], [t])
  const load = useCallback(async (query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => {
    const page = await get('/api/v1/operations/jobs', { query: { state: query.state, service: query.service, limit, cursor }, signal })
    setMissing(page.missing)
    return page
  }, [])
  return (
    <section className="panel">
      <Missing services={missing} />
      <KeysetTable name="operations-jobs" rowKey="id" filters={filters} columns={columns} load={load} version={version} quiet empty={t.operations.noJobs} />
    </section>
  )
}
