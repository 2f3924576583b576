import { Button, Form, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Programme } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { OrganizationField, optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { years } from '../assessment/years'

export default function ProgrammesPage() {
  const { texts: t } = useSession()
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'year', label: t.common.year, options: years(), width: 110 },
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.programmeStates) },
  ], [t])
  const columns = useMemo((): Column<Programme>[] => [
    { key: 'name', title: t.pairing.name, text: row => row.name, render: (_, row) => <Link to={`/pairing/programmes/${row.id}`}>{row.name}</Link> },
    { key: 'kind', title: t.pairing.kind, text: row => t.programmeKinds[row.kind], render: (_, row) => t.programmeKinds[row.kind] },
    { key: 'year', title: t.common.year, dataIndex: 'year', text: row => row.year },
    { key: 'scope', title: t.pairing.scope, text: row => row.scopeName, render: (_, row) => <OrganizationLink id={row.scopeOrganizationId} name={row.scopeName ?? null} /> },
    { key: 'state', title: t.common.state, text: row => t.programmeStates[row.state], render: (_, row) => <StateTag color={row.state === 'open' ? 'green' : 'default'}>{t.programmeStates[row.state]}</StateTag> },
    { key: 'run', title: t.pairing.matched, render: (_, row) => row.lastRun && t.pairing.run(row.lastRun.number, row.lastRun.matched, row.lastRun.unmatched) },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/pairing/programmes', {
    query: { year: query.year ? Number(query.year) : undefined, state: query.state as Programme['state'] | undefined, limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.pairing.title}>{session.can('pairing.manage') && <NewProgramme />}</PageHead>
      <section className="panel"><KeysetTable name="programmes" empty={t.pairing.noProgrammes} rowKey="id" filters={filters} columns={columns} load={load} /></section>
    </div>
  )
}

function NewProgramme() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const templates = useLoad(async signal => (open ? get('/api/v1/pairing/rule-sets', { signal }) : []), [open])
  const { busy, head, props } = useForm<{ name: string; year: number; scopeOrganizationId: string; kind: Programme['kind']; template: string; capacityPerHelper?: number }>({
    draft: 'programme.new', initial: { year: dayjs().year(), kind: 'organizations' },
    submit: async (values, key) => {
      const made = await post('/api/v1/pairing/programmes', { body: values, key })
      setOpen(false)
      void navigate(`/pairing/programmes/${made.id}`)
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.pairing.new}</Button>
      <Dialog open={open} title={t.pairing.new} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="name" label={t.pairing.name} rules={required}><Input maxLength={100} /></Form.Item>
          <Form.Item name="kind" label={t.pairing.kind} rules={required}><Select options={optionsOf(t.programmeKinds)} /></Form.Item>
          <Form.Item name="year" label={t.common.year} rules={required}><InputNumber min={2000} max={2100} /></Form.Item>
          <Form.Item name="scopeOrganizationId" label={t.pairing.scope} rules={required}><OrganizationField /></Form.Item>
          <Form.Item name="template" label={t.pairing.template} rules={required}><Select loading={templates.loading} options={(templates.data ?? []).map(one => ({ value: one.template, label: one.ruleSet.name }))} /></Form.Item>
          <Form.Item name="capacityPerHelper" label={t.pairing.capacity}><InputNumber min={1} max={1000} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}
