import { Alert, Button, Progress, Space, Steps } from 'antd'
import { useEffect, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { download, follow, send } from '../../api/client'
import { isAborted } from '../../api/problem'
import type { Job } from '../../api/types'
import { Failure } from '../../shared/Async'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { useAct } from '../../shared/useAct'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { CorrectRows, mostOnPage } from './CorrectRows'
import { lastImport, sheets, type What } from './sheets'

/** One import, from wherever one looks: its address is all that is needed to see it again. */
export default function ImportPage() {
  const { texts: t } = useSession()
  const { what: named, id } = useParams()
  const what: What = named === 'members' || named === 'pairs' ? named : 'organizations'
  const path = `${sheets[what].path}/${encodeURIComponent(id ?? '')}`
  const { job, failure, rate, retry } = useJob(path)
  const { confirm } = useAct()
  const [correcting, setCorrecting] = useState(false)
  const programme = useSearchParams()[0].get('programme')
  useEffect(() => { lastImport.write(`/imports/${what}/${id}${programme ? `?programme=${programme}` : ''}`); setCorrecting(false) }, [what, id, programme])

  if (failure) return <div className="page"><PageHead title={t.imports.title} /><Failure failure={failure} retry={retry} /></div>
  if (!job) return <div className="wait" role="status">{t.common.loading}</div>
  const working = job.state === 'queued' || job.state === 'running'
  const left = working && rate && job.total ? Math.ceil((job.total - job.done) / rate) : null
  const good = Math.max(0, job.done - job.errorCount)
  const onPage = !working && job.errorCount <= mostOnPage && job.errors.length === job.errorCount && (what !== 'pairs' || programme !== null)
  return (
    <div className="page">
      <PageHead title={`${t.imports.title} · ${t.imports[what]}`} tags={<StateTag color={{ queued: 'default', running: 'blue', succeeded: 'green', failed: 'red', cancelled: 'orange' }[job.state]}>{t.imports[job.state]}</StateTag>}>
        {working && <Button danger onClick={() => void confirm(t.imports.stop, t.imports.stopText, () => send('post', `${path}/cancel`))}>{t.imports.stop}</Button>}
        <Link to={`/imports?what=${what}`}>{t.imports.again}</Link>
      </PageHead>
      <section className="panel">
        <Steps size="small" current={2} items={t.imports.steps.map(title => ({ title }))} style={{ marginBottom: 20 }} />
        <Progress
          percent={job.total ? Math.min(100, Math.floor((job.done / job.total) * 100)) : job.state === 'succeeded' ? 100 : 0} aria-label={t.imports[job.state]}
          status={job.state === 'failed' ? 'exception' : working ? 'active' : job.state === 'succeeded' ? 'success' : 'normal'}
        />
        <p role="status">
          {t.imports.progress(job.done, job.total === null || job.total === undefined ? '?' : job.total.toLocaleString())}
          {working && rate ? ` · ${t.imports.rate(Math.round(rate))}` : ''}{left !== null ? ` · ${t.imports.remaining(left > 90 ? t.imports.minutes(Math.ceil(left / 60)) : t.imports.seconds(left))}` : ''}
        </p>
        {job.failure && <Alert type="error" showIcon title={job.failure.text || job.failure.code} style={{ marginBottom: 12 }} />}
        {!working && good > 0 && <Alert type="success" showIcon title={t.imports.good(good)} style={{ marginBottom: 12 }} />}
        {job.errorCount > 0 && (
          <>
            <Alert type="warning" showIcon title={t.imports.bad(job.errorCount)} style={{ marginBottom: 12 }} />
            {!working && (
              <Space wrap style={{ marginBottom: 12 }}>
                {onPage && !correcting && <Button type="primary" onClick={() => setCorrecting(true)}>{t.imports.correct}</Button>}
                <Button onClick={() => void download(`${path}/errors?format=xlsx`, `${t.imports[what]}-${t.imports.text}.xlsx`)}>{t.imports.errorSheet}</Button>
              </Space>
            )}
            {correcting ? <CorrectRows key={path} what={what} path={path} errors={job.errors} programme={programme} /> : (
              <>
                {job.errors.length < job.errorCount && <p className="muted">{t.imports.shown(job.errors.length)}</p>}
                <PlainTable
                  rowKey={(row: Job['errors'][number]) => `${row.row}/${row.column}/${row.code}`} rows={job.errors} pageSize={20}
                  columns={[{ title: t.imports.row, dataIndex: 'row', width: 90 }, { title: t.imports.column, dataIndex: 'column', width: 160, render: (name: string) => sheets[what].columns.find(column => column.name === name)?.title ?? name }, { title: t.imports.text, dataIndex: 'text' }]}
                />
              </>
            )}
          </>
        )}
      </section>
    </div>
  )
}

/** Follows a job by its events; when they break off, asks how it is and follows again. */
export function useJob(path: string): { job: Job | null; failure: unknown; rate: number | null; retry: () => void } {
  const [job, setJob] = useState<Job | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const [rate, setRate] = useState<number | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    let start: { at: number; done: number } | null = null
    const see = (next: Job) => {
      setJob(next)
      const now = performance.now()
      start ??= { at: now, done: next.done }
      if (now - start.at > 700 && next.done > start.done) setRate(((next.done - start.done) * 1000) / (now - start.at))
    }
    const run = async () => {
      for (let attempt = 0; !abort.signal.aborted; attempt++) {
        const state = (await (await send('get', path, { signal: abort.signal })).json()) as Job
        see(state)
        if (state.finishedAt) return
        try {
          await follow<Job>(`${path}/events`, next => { attempt = 0; see(next) }, abort.signal)
        } catch (broken) {
          if (isAborted(broken) || attempt >= 5) throw broken
        }
        await new Promise(resolve => setTimeout(resolve, 1000))
      }
    }
    setFailure(null)
    run().catch((broken: unknown) => { if (!isAborted(broken)) setFailure(broken) })
    return () => abort.abort()
  }, [path, turn])
  return { job, failure, rate, retry: () => setTurn(before => before + 1) }
}
