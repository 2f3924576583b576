import { Alert, App, Button, Form, Input, Steps } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { get, post, put, send } from '../../api/client'
import { session } from '../../api/session'
import type { Cycle, Job, RankingRow } from '../../api/types'
import { Async } from '../../shared/Async'
import { palette } from '../../shared/Chart'
import { Dialog } from '../../shared/Dialog'
import { followToEnd } from '../../shared/jobs'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { labelOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { ScoreSheet } from './ScoreSheet'
import { StageBars } from './StageBars'

const steps = ['planned', 'open', 'frozen', 'finalized'] as const

export default function CyclePage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const cycle = useLoad(signal => get('/api/v1/assessment/cycles/{id}', { path: { id }, signal }), [id])
  return (
    <div className="page">
      <Async from={cycle} rows={6}>
        {one => (
          <>
            <PageHead title={`${one.year} ${t.cycles.title}`} tags={<StateTag>{t.cycleStates[one.state]}</StateTag>}>
              <Actions cycle={one} reload={cycle.reload} />
              {(one.state === 'frozen' || one.state === 'finalized') && <Link to={`/assessment/cycles/${id}/selections`}>{t.cycles.selections}</Link>}
            </PageHead>
            <section className="panel">
              <Steps size="small" current={steps.indexOf(one.state)} items={t.cycles.stages.map((title, index) => ({ title, content: [null, one.openedAt, one.frozenAt, one.finalizedAt][index]?.slice(0, 10) }))} />
              <p style={{ marginBottom: 0 }}>
                <OrganizationLink id={one.scopeOrganizationId} /> · <Link to={`/assessment/schemes/${one.schemeId}`}>{t.cycles.scheme}</Link> · {t.cycles.cutOff} {one.cutOff}{one.assessed > 0 && ` · ${t.home.assessed(one.assessed)}`}
              </p>
            </section>
            {(one.state === 'planned' || one.state === 'open') && (
              <section className="panel">
                <h3>{t.cycles.board}</h3>
                <StageBars key={one.version} id={id} />
              </section>
            )}
            {one.state === 'open' && session.can('assessment.score') && (
              <section className="panel">
                <h3>{t.cycles.scores}</h3>
                <ScoreSheet cycle={one} />
                <details style={{ marginTop: 16 }}><summary>{t.scoreSheet.byList}</summary><Scores cycle={one} /></details>
              </section>
            )}
            {one.state === 'frozen' || one.state === 'finalized' ? <Ranking id={id} /> : <Alert type="info" title={t.cycles.notFrozen} />}
          </>
        )}
      </Async>
    </div>
  )
}

function Actions({ cycle, reload }: { cycle: Cycle; reload: () => void }) {
  const { texts: t } = useSession()
  const { confirm, busy } = useAct()
  const { message } = App.useApp()
  if (!session.can('assessment.cycles')) return null
  const options = { path: { id: cycle.id }, version: cycle.version }
  const freeze = async () => {
    const answer = await send('post', '/api/v1/assessment/cycles/{id}/freeze', options)
    if (answer.status === 202) {
      const job = (await answer.json()) as Job
      void message.open({ key: job.id, type: 'loading', content: t.cycles.freezing, duration: 0 })
      try {
        await followToEnd(`/api/v1/assessment/cycles/freezes/${job.id}`)
      } finally {
        message.destroy(job.id)
      }
    }
  }
  if (cycle.state === 'planned') return <Button type="primary" loading={busy} onClick={() => void confirm(t.cycles.open, t.cycles.openText, () => post('/api/v1/assessment/cycles/{id}/open', options)).then(reload)}>{t.cycles.open}</Button>
  if (cycle.state === 'open') return <Button type="primary" loading={busy} onClick={() => void confirm(t.cycles.freeze, t.cycles.freezeText, freeze).then(reload)}>{t.cycles.freeze}</Button>
  if (cycle.state === 'frozen') return <Button type="primary" loading={busy} onClick={() => void confirm(t.cycles.finalize, t.cycles.finalizeText, () => post('/api/v1/assessment/cycles/{id}/finalize', options)).then(reload)}>{t.cycles.finalize}</Button>
  return null
}

function Ranking({ id }: { id: string }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const [address] = useSearchParams()
  const order = address.get('order') === 'asc' ? 'asc' : 'desc'
  const [explained, setExplained] = useState<RankingRow | null>(null)
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'domainType', label: t.cycles.domainType, options: types.options, width: 180 },
    { kind: 'choice', name: 'order', label: t.cycles.order, options: [{ value: 'desc', label: t.cycles.desc }, { value: 'asc', label: t.cycles.asc }] },
  ], [t, types.options])
  const columns = useMemo((): Column<RankingRow>[] => [
    { key: 'rank', title: t.cycles.rank, dataIndex: 'rank', align: 'right', text: row => row.rank },
    { key: 'fromLowest', title: t.cycles.fromLowest, dataIndex: 'rankFromLowest', align: 'right', text: row => row.rankFromLowest, extra: true },
    { key: 'name', title: t.common.organization, text: row => row.name, render: (_, row) => <Link to={`/organizations/${row.organizationId}`}>{row.name}</Link> },
    { key: 'code', title: t.common.code, dataIndex: 'code', text: row => row.code },
    { key: 'domainType', title: t.cycles.domainType, text: row => types.nameOf(row.domainType), render: (_, row) => types.nameOf(row.domainType) },
    { key: 'score', title: t.cycles.score, align: 'right', text: row => row.score, render: (_, row) => <Button type="link" style={{ padding: 0 }} onClick={() => setExplained(row)}>{row.score}</Button> },
    { key: 'grade', title: t.cycles.grade, text: row => row.grade, render: (_, row) => <><StateTag color={gradeColor(row.grade)}>{labelOf(t.grades, row.grade)}</StateTag>{row.vetoed && <StateTag color="red">{t.cycles.vetoed}</StateTag>}</> },
    { key: 'satisfaction', title: t.cycles.satisfaction, dataIndex: 'satisfaction', align: 'right', text: row => row.satisfaction },
    { key: 'lastRank', title: t.cycles.lastRank, dataIndex: 'lastRank', align: 'right', text: row => row.lastRank },
  ], [t, types.nameOf])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/cycles/{id}/ranking', {
    path: { id }, query: { domainType: query.domainType, order, limit, cursor }, signal,
  }), [id, order])
  return (
    <section className="panel">
      <h3>{t.cycles.ranking}</h3>
      <KeysetTable name="ranking" rowKey="organizationId" export={{ path: '/api/v1/assessment/cycles/{id}/ranking/export', parts: { id }, fixed: { order }, permission: 'assessment.export' }} filters={filters} columns={columns} load={load} toolbar={<Bands id={id} domainType={address.get('domainType')} />} />
      <Dialog open={explained !== null} title={explained && `${t.cycles.explain} · ${explained.name}`} onClose={() => setExplained(null)} width={720}>
        {explained && <Explanation cycleId={id} row={explained} />}
      </Dialog>
    </section>
  )
}

export const gradeColor = (grade: string) => ({ A: 'green', B: 'blue', C: 'orange', D: 'red' })[grade] ?? 'default'
const bandColor: Record<string, string> = { A: '#2f6f4f', B: '#1d4f91', C: '#b7791f', D: '#9b1c16' }

/** How all that one reaches fall into the grades, of the type that is looked at. */
function Bands({ id, domainType }: { id: string; domainType: string | null }) {
  const { texts: t } = useSession()
  const progress = useLoad(signal => get('/api/v1/assessment/cycles/{id}/progress', { path: { id }, signal }), [id])
  const counts = new Map<string, number>()
  for (const row of progress.data?.grades ?? []) if (!domainType || row.domainType === domainType) counts.set(row.grade, (counts.get(row.grade) ?? 0) + row.organizations)
  const grades = [...counts].sort(([one], [other]) => one.localeCompare(other))
  const total = grades.reduce((sum, [, count]) => sum + count, 0)
  const share = (count: number) => `${Math.round((count / total) * 1000) / 10}%`
  return (
    <div style={{ marginBottom: 8, minHeight: 48 }}>
      {total > 0 && (
        <>
          <div className="band" role="img" aria-label={grades.map(([grade, count]) => `${grade} ${count}`).join(', ')}>
            {grades.map(([grade, count], index) => <div key={grade} style={{ flexGrow: count, background: bandColor[grade] ?? palette[index] }} />)}
          </div>
          <span className="muted">{t.cycles.bands}: {grades.map(([grade, count]) => `${labelOf(t.grades, grade)} ${count.toLocaleString()}（${share(count)}）`).join(' · ')}</span>
        </>
      )}
    </div>
  )
}

function Explanation({ cycleId, row }: { cycleId: string; row: RankingRow }) {
  const { texts: t } = useSession()
  const score = useLoad(signal => get('/api/v1/assessment/cycles/{id}/organizations/{organizationId}/score', { path: { id: cycleId, organizationId: row.organizationId }, signal }), [cycleId, row.organizationId])
  return (
    <Async from={score}>
      {found => (
        <>
          <p>{t.cycles.score} <b>{found.score}</b> {found.missing > 0 && <StateTag color="orange">{t.cycles.missing(found.missing)}</StateTag>}</p>
          <PlainTable
            save={`${t.cycles.explain}-${row.name}`} rowKey={(_, index) => String(index)} rows={found.lines} height={420}
            columns={[
              { title: t.schemes.stage, dataIndex: 'stage', text: line => labelOf(t.stages, line.stage), render: (stage: string) => labelOf(t.stages, stage) }, { title: t.schemes.dimension, dataIndex: 'dimension' }, { title: t.schemes.indicator, dataIndex: 'indicator' },
              { title: t.cycles.value, dataIndex: 'value', align: 'right' }, { title: t.cycles.points, dataIndex: 'points', align: 'right' },
            ]}
          />
        </>
      )}
    </Async>
  )
}

/** Takes what is copied from a sheet: code, stage, indicator, value, reason. */
function Scores({ cycle }: { cycle: Cycle }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const { form, busy, head, props } = useForm<{ text: string }>({
    draft: `scores.${cycle.id}`,
    submit: async ({ text }) => {
      const { rows } = parse(text)
      const { recorded } = await put('/api/v1/assessment/cycles/{id}/scores', { path: { id: cycle.id }, body: rows })
      void message.success(t.cycles.recorded(recorded))
      form.resetFields()
    },
  })
  const parse = (text: string) => {
    const rows: { organizationCode: string; stage: string; indicator: string; value: number; reason: string | null }[] = []
    let bad = 0
    text.split(/\r?\n/).forEach((line, index) => {
      if (!line.trim()) return
      const [organizationCode, stage, indicator, value, reason] = line.split(/\t|,/).map(cell => cell.trim())
      const number = Number(value)
      if (organizationCode && stage && indicator && value && Number.isFinite(number)) {
        rows.push({ organizationCode, stage: Object.entries(t.stages).find(([, label]) => label === stage)?.[0] ?? stage, indicator, value: number, reason: reason || null })
      } else if (index > 0) bad ||= index + 1
    })
    return { rows, bad }
  }
  const text = Form.useWatch('text', form) ?? ''
  const { rows, bad } = parse(text)
  return (
    <div style={{ marginTop: 12 }}>
      <Form {...props}>
        {head}
        <Form.Item name="text" label={t.cycles.scoresPaste} extra={t.cycles.scoresHint} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={5} style={{ fontFamily: 'monospace' }} /></Form.Item>
        {text && <p role="status" className={bad ? undefined : 'muted'}>{t.cycles.scoresRows(rows.length)}{bad ? ` · ${t.cycles.badRow(bad)}` : ''}</p>}
        <Button type="primary" htmlType="submit" loading={busy} disabled={rows.length === 0 || bad > 0}>{t.cycles.scoresSave}</Button>
      </Form>
    </div>
  )
}
