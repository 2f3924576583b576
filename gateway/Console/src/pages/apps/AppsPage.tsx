import { Button, Form } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { AppRow } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { StateTag } from '../../shared/StateTag'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'
import { AppFields, type AppValues, emptyApp, networksOf, scopesOf } from './AppFields'

export default function AppsPage() {
  const { texts: t } = useSession()
  const filters = useMemo((): Filter[] => [
    { kind: 'text', name: 'q', label: t.apps.name, hint: t.accounts.nameHint },
    { kind: 'choice', name: 'suspended', label: t.common.state, options: [{ value: 'false', label: t.apps.active }, { value: 'true', label: t.apps.suspended }] },
  ], [t])
  const columns = useMemo((): Column<AppRow>[] => [
    { key: 'name', title: t.apps.name, text: row => row.name, render: (_, row) => <Link to={`/apps/${row.id}`}>{row.name}</Link> },
    { key: 'organization', title: t.apps.home, text: row => row.organizationName ?? t.account.everything, render: (_, row) => row.organizationName ?? t.account.everything },
    { key: 'environment', title: t.apps.environment, text: row => t.apps.environments[row.environment], render: (_, row) => t.apps.environments[row.environment] },
    { key: 'plan', title: t.apps.plan, dataIndex: 'plan', text: row => row.plan },
    { key: 'lastUsedAt', title: t.apps.lastUsed, text: row => at(row.lastUsedAt), render: (_, row) => at(row.lastUsedAt) || t.apps.never },
    { key: 'state', title: t.common.state, text: row => (row.suspendedAt ? t.apps.suspended : t.apps.active), render: (_, row) => <StateTag color={row.suspendedAt ? 'red' : 'green'}>{row.suspendedAt ? t.apps.suspended : t.apps.active}</StateTag> },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/apps', {
    query: { q: query.q, suspended: query.suspended === undefined ? undefined : query.suspended === 'true', limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.apps.title}><Link to="/signature-check">{t.signatureCheck.title}</Link>{session.can('apps.register') && <NewApp />}</PageHead>
      <section className="panel"><KeysetTable name="apps" rowKey="id" filters={filters} columns={columns} load={load} empty={t.apps.none} /></section>
    </div>
  )
}

/** To the minute, as it is kept. */
export const at = (time: string | null | undefined) => (time ? new Date(time).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' }) : '')

function NewApp() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<AppValues>({
    draft: 'app', initial: emptyApp,
    submit: async (values, key) => {
      const made = await post('/api/v1/apps', {
        body: { name: values.name, contact: values.contact, environment: values.environment, organizationId: values.organizationId ?? null, plan: values.plan, networks: networksOf(values), scopes: scopesOf(values) }, key,
      })
      setOpen(false)
      void navigate(`/apps/${made.id}`)
    },
  })
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.apps.register}</Button>
      <Dialog open={open} title={t.apps.register} onClose={() => setOpen(false)} width={720}>
        <Form {...props}>
          {head}
          <AppFields register />
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}
