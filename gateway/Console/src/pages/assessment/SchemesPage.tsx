import { Button, Form, Input, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { SchemeRow, SchemeTemplate } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { years } from './years'

export default function SchemesPage() {
  const { texts: t } = useSession()
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'year', label: t.schemes.year, options: years(), width: 110 },
    { kind: 'choice', name: 'state', label: t.schemes.state, options: optionsOf(t.schemeStates) },
  ], [t])
  const columns = useMemo((): Column<SchemeRow>[] => [
    { key: 'name', title: t.schemes.name, text: row => row.name, render: (_, row) => <Link to={`/assessment/schemes/${row.id}`}>{row.name}</Link> },
    { key: 'year', title: t.schemes.year, dataIndex: 'year', text: row => row.year },
    { key: 'state', title: t.schemes.state, text: row => t.schemeStates[row.state], render: (_, row) => <StateTag color={row.state === 'published' ? 'green' : 'blue'}>{t.schemeStates[row.state]}</StateTag> },
    { key: 'organization', title: t.schemes.organization, places: row => [row.organizationId], render: (_, row) => <OrganizationLink id={row.organizationId} /> },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/schemes', {
    query: { year: query.year ? Number(query.year) : undefined, state: query.state as SchemeRow['state'] | undefined, limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.schemes.title}>{session.can('assessment.schemes') && <NewScheme />}</PageHead>
      <section className="panel"><KeysetTable name="schemes" empty={t.schemes.none} rowKey="id" filters={filters} columns={columns} load={load} /></section>
    </div>
  )
}

function NewScheme() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const templates = useLoad(async signal => (open ? get('/api/v1/assessment/schemes/templates', { signal }) : []), [open])
  const { busy, head, props } = useForm<{ template: string; name: string; year: number }>({
    draft: 'scheme.new', initial: { year: dayjs().year(), template: '' },
    submit: async ({ template, name, year }, key) => {
      const content = templates.data?.find((one: SchemeTemplate) => one.key === template)?.content ?? blank(t.schemes.dimension)
      const made = await post('/api/v1/assessment/schemes', { body: { ...content, name, year }, key })
      setOpen(false)
      void navigate(`/assessment/schemes/${made.id}`)
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.schemes.new}</Button>
      <Dialog open={open} title={t.schemes.new} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="template" label={t.schemes.fromTemplate}><Select loading={templates.loading} options={[{ value: '', label: t.schemes.blank }, ...(templates.data ?? []).map(one => ({ value: one.key, label: one.name }))]} /></Form.Item>
          <Form.Item name="name" label={t.schemes.name} rules={required}><Input maxLength={100} /></Form.Item>
          <Form.Item name="year" label={t.schemes.year} rules={required}><InputNumber min={2000} max={2100} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}

const blank = (name: string): SchemeTemplate['content'] => ({
  maxScore: 100, dimensions: [{ name, weight: 1, startsWith: 0, indicators: [{ code: 'score', name, method: 'manual', points: 100, factor: 1 }] }], stages: [{ stage: 'yearEnd', weight: 1 }],
  grades: [{ grade: 'A', min: 90 }, { grade: 'B', min: 80 }, { grade: 'C', min: 60 }, { grade: 'D', min: 0 }],
})
