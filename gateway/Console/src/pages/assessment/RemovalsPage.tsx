import { Button, Form, Space } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Removal } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { DateField, optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { ReasonButton } from '../../shared/ReasonButton'
import { StateTag } from '../../shared/StateTag'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'
import { years } from './years'

/** Removals that the rule proposes; people decide each of them. */
export default function RemovalsPage() {
  const { texts: t } = useSession()
  const [version, setVersion] = useState(0)
  const changed = useCallback(() => setVersion(before => before + 1), [])
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.removals.states) },
    { kind: 'choice', name: 'year', label: t.common.year, options: years(), width: 110 },
  ], [t])
  const columns = useMemo((): Column<Removal>[] => [
    { key: 'organization', title: t.common.organization, places: row => [row.organizationId], render: (_, row) => <OrganizationLink id={row.organizationId} /> },
    { key: 'post', title: t.removals.post, text: row => (row.post === 'secretary' ? t.removals.secretary : row.post), render: (_, row) => (row.post === 'secretary' ? t.removals.secretary : row.post) },
    { key: 'year', title: t.common.year, dataIndex: 'year', text: row => row.year },
    { key: 'because', title: t.removals.because, places: row => row.becauseOf, render: (_, row) => row.becauseOf.map(id => <div key={id}><OrganizationLink id={id} /></div>) },
    { key: 'proposedAt', title: t.removals.proposedAt, text: row => row.proposedAt.slice(0, 10), render: (_, row) => row.proposedAt.slice(0, 10) },
    { key: 'state', title: t.common.state, text: row => t.removals.states[row.state], render: (_, row) => <StateTag color={{ proposed: 'orange', approved: 'red', rejected: 'default' }[row.state]}>{t.removals.states[row.state]}</StateTag> },
    { key: 'decided', title: t.removals.decided, text: row => decision(row), render: (_, row) => <span className="wraps">{decision(row)}</span> },
    { key: 'act', title: t.common.operation, render: (_, row) => row.state === 'proposed' && session.can('assessment.consequences') && <Decide removal={row} changed={changed} /> },
  ], [t, changed])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/removals', {
    query: { state: query.state as Removal['state'] | undefined, year: query.year ? Number(query.year) : undefined, limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.removals.title} />
      <section className="panel">
        <p className="muted" style={{ marginTop: 0 }}>{t.removals.hint}</p>
        <KeysetTable name="removals" rowKey="id" filters={filters} columns={columns} load={load} version={version} empty={t.removals.none} />
      </section>
    </div>
  )
}

const decision = (row: Removal) => [row.decidedAt?.slice(0, 10), row.decidedBy, row.effectiveOn && session.texts.removals.from(row.effectiveOn), row.decisionReason].filter(Boolean).join(' ')

function Decide({ removal, changed }: { removal: Removal; changed: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ effectiveOn: string }>({
    draft: `removal.${removal.id}`,
    initial: { effectiveOn: dayjs().format('YYYY-MM-DD') },
    submit: async body => {
      await post('/api/v1/assessment/removals/{id}/approve', { path: { id: removal.id }, version: removal.version, body })
      setOpen(false)
      changed()
    },
  })
  return (
    <Space wrap>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>{t.removals.approve}</Button>
      <ReasonButton size="small" label={t.removals.reject} text={t.removals.rejectText} of={removal.id} act={reason => post('/api/v1/assessment/removals/{id}/reject', { path: { id: removal.id }, version: removal.version, body: { reason } }).then(changed)} />
      <Dialog open={open} title={t.removals.approve} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <p>{t.removals.approveText}</p>
          <Form.Item name="effectiveOn" label={t.removals.effectiveOn} rules={[{ required: true, message: t.common.required }]}><DateField allowClear={false} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.removals.approve}</Button>
        </Form>
      </Dialog>
    </Space>
  )
}
