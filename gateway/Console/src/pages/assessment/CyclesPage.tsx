import { Button, Form, InputNumber, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Cycle } from '../../api/types'
import { BoardColumn } from '../../shared/Board'
import { Dialog } from '../../shared/Dialog'
import { DateField, OrganizationField, optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { organizationOf } from '../../shared/known'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { years } from './years'

export default function CyclesPage() {
  const { texts: t } = useSession()
  const [address, setAddress] = useSearchParams()
  const view = address.get('view') === 'board' ? 'board' : 'list'
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'year', label: t.common.year, options: years(), width: 110 },
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.cycleStates) },
  ], [t])
  const columns = useMemo((): Column<Cycle>[] => [
    { key: 'year', title: t.common.year, text: row => row.year, render: (_, row) => <Link to={`/assessment/cycles/${row.id}`}>{row.year}</Link> },
    { key: 'scope', title: t.cycles.scope, places: row => [row.scopeOrganizationId], render: (_, row) => <OrganizationLink id={row.scopeOrganizationId} /> },
    { key: 'state', title: t.common.state, text: row => t.cycleStates[row.state], render: (_, row) => <StateTag color={{ planned: 'default', open: 'blue', frozen: 'orange', finalized: 'green' }[row.state]}>{t.cycleStates[row.state]}</StateTag> },
    { key: 'assessed', title: t.cycles.assessed, dataIndex: 'assessed', align: 'right', text: row => row.assessed },
    { key: 'cutOff', title: t.cycles.cutOff, dataIndex: 'cutOff', text: row => row.cutOff },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/cycles', {
    query: { year: query.year ? Number(query.year) : undefined, state: query.state as Cycle['state'] | undefined, limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.cycles.title}>
        <Segmented aria-label={t.cycles.title} value={view} options={[{ value: 'list', label: t.organizations.list }, { value: 'board', label: t.rectifications.board }]} onChange={next => setAddress(next === 'board' ? { view: next } : {})} />
        {session.can('assessment.cycles') && <NewCycle />}
      </PageHead>
      {view === 'board' ? <div className="board">{board.map(({ state, from }) => <BoardColumn<Cycle> key={state} title={t.cycleStates[state]} from={from} card={one => <Card key={one.id} cycle={one} />} />)}</div> : (
        <section className="panel"><KeysetTable name="cycles" rowKey="id" filters={filters} columns={columns} load={load} empty={t.cycles.none} /></section>
      )}
    </div>
  )
}

const board = (['planned', 'open', 'frozen', 'finalized'] as const).map(state => ({
  state, from: [(cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/cycles', { query: { state, limit, cursor }, signal })],
}))

function Card({ cycle }: { cycle: Cycle }) {
  const { texts: t } = useSession()
  return (
    <Link className="board-card" to={`/assessment/cycles/${cycle.id}`}>
      <b>{cycle.year}</b> <PlaceName id={cycle.scopeOrganizationId} /><br />
      <span className="muted">{t.cycles.cutOff} {cycle.cutOff}{cycle.assessed > 0 && ` · ${t.home.assessed(cycle.assessed)}`}</span>
    </Link>
  )
}

/** Within a link there is no other. */
function PlaceName({ id }: { id: string }) {
  const place = useLoad(() => organizationOf(id), [id])
  return <>{place.data?.name ?? ''}</>
}

function NewCycle() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const schemes = useLoad(async signal => (open ? (await get('/api/v1/assessment/schemes', { query: { state: 'published', limit: 100 }, signal })).items : []), [open])
  const { busy, head, props } = useForm<{ schemeId: string; year: number; scopeOrganizationId: string; cutOff: string }>({
    draft: 'cycle.new', initial: { year: dayjs().year(), cutOff: `${dayjs().year()}-12-31` },
    submit: async (values, key) => {
      const made = await post('/api/v1/assessment/cycles', { body: values, key })
      setOpen(false)
      void navigate(`/assessment/cycles/${made.id}`)
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.cycles.new}</Button>
      <Dialog open={open} title={t.cycles.new} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="schemeId" label={t.cycles.scheme} rules={required}><Select loading={schemes.loading} options={(schemes.data ?? []).map(one => ({ value: one.id, label: `${one.year} ${one.name}` }))} /></Form.Item>
          <Form.Item name="year" label={t.common.year} rules={required}><InputNumber min={2000} max={2100} /></Form.Item>
          <Form.Item name="scopeOrganizationId" label={t.cycles.scope} rules={required}><OrganizationField /></Form.Item>
          <Form.Item name="cutOff" label={t.cycles.cutOff} rules={required}><DateField allowClear={false} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}
