import { Button, Form, Input } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { AccountRow } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { PlaceField } from '../../shared/SearchField'
import { StateTag } from '../../shared/StateTag'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'

export default function AccountsPage() {
  const { texts: t } = useSession()
  const filters = useMemo((): Filter[] => [
    { kind: 'text', name: 'q', label: t.accounts.name, hint: t.accounts.nameHint },
    { kind: 'choice', name: 'role', label: t.accounts.role, options: optionsOf(t.roles) },
    { kind: 'choice', name: 'disabled', label: t.common.state, options: [{ value: 'false', label: t.accounts.active }, { value: 'true', label: t.accounts.disabled }] },
  ], [t])
  const columns = useMemo((): Column<AccountRow>[] => [
    { key: 'userName', title: t.account.userName, text: row => row.userName, render: (_, row) => <Link to={`/accounts/${row.id}`}>{row.userName}</Link> },
    { key: 'displayName', title: t.account.displayName, dataIndex: 'displayName', text: row => row.displayName },
    { key: 'roles', title: t.accounts.role, text: row => row.roles.map(role => t.roles[role] ?? role).join('、'), render: (_, row) => row.roles.map(role => <StateTag key={role}>{t.roles[role] ?? role}</StateTag>) },
    { key: 'state', title: t.common.state, text: row => (row.disabledAt ? t.accounts.disabled : t.accounts.active), render: (_, row) => <StateTag color={row.disabledAt ? 'red' : 'green'}>{row.disabledAt ? t.accounts.disabled : t.accounts.active}</StateTag> },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/accounts', {
    query: { q: query.q, role: query.role, disabled: query.disabled === undefined ? undefined : query.disabled === 'true', limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.accounts.title}>{session.can('accounts.create') && <NewAccount />}</PageHead>
      <section className="panel"><KeysetTable name="accounts" rowKey="id" filters={filters} columns={columns} load={load} /></section>
    </div>
  )
}

interface Values {
  userName: string
  displayName?: string
  password: string
  organizationId?: string
}

function NewAccount() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<Values>({
    draft: 'account.new', secret: ['password'],
    submit: async ({ userName, displayName, password, organizationId }, key) => {
      const made = await post('/api/v1/accounts', { body: { userName, password, displayName: displayName || null, organizationId: organizationId ?? null, mustChangePassword: true }, key })
      setOpen(false)
      void navigate(`/accounts/${made.id}`)
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.accounts.create}</Button>
      <Dialog open={open} title={t.accounts.create} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="userName" label={t.account.userName} rules={required}><Input maxLength={64} autoComplete="off" /></Form.Item>
          <Form.Item name="displayName" label={t.account.displayName}><Input maxLength={100} autoComplete="off" /></Form.Item>
          <Form.Item name="password" label={t.accounts.firstPassword} extra={`${t.account.rule}。${t.accounts.mustChange}`} rules={required}><Input.Password autoComplete="new-password" maxLength={128} /></Form.Item>
          <Form.Item name="organizationId" label={t.common.organization} extra={t.accounts.homeHint}><PlaceField /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}
