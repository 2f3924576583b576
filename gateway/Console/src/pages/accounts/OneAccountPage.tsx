import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get, post, remove } from '../../api/client'
import { session } from '../../api/session'
import type { Account } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { Identities } from '../../shared/Identities'
import { PlainTable } from '../../shared/PlainTable'
import { useLoad } from '../../shared/useLoad'
import { PageHead } from '../../shared/PageHead'
import { ReasonButton } from '../../shared/ReasonButton'
import { PlaceField } from '../../shared/SearchField'
import { StateTag } from '../../shared/StateTag'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useUndo } from '../../shared/useUndo'
import { useSession } from '../../texts'

export default function OneAccountPage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const account = useLoad(signal => get('/api/v1/accounts/{id}', { path: { id }, signal }), [id])
  return <div className="page"><Async from={account}>{one => <One account={one} reload={account.reload} />}</Async>{!account.data && <PageHead title={t.accounts.title} />}</div>
}

function One({ account, reload }: { account: Account; reload: () => void }) {
  const { texts: t, me } = useSession()
  const { confirm, busy } = useAct()
  const path = { id: account.id }
  const version = account.version
  const own = me?.id === account.id
  const offerBack = useUndo()
  const withdraw = async ({ id, role, organizationId, organizationName }: Account['posts'][number]) => {
    const what = `${t.roles[role] ?? role} · ${organizationName ?? t.account.everything}`
    if (!await confirm(t.accounts.withdraw, what, () => remove('/api/v1/accounts/{id}/posts/{postId}', { path: { id: account.id, postId: id } }))) return
    reload()
    offerBack({ title: t.accounts.withdrawn, text: what, back: () => post('/api/v1/accounts/{id}/posts', { path, body: { role, organizationId } }), done: t.accounts.grantedAgain, then: reload })
  }
  return (
    <>
      <PageHead title={account.displayName || account.userName} tags={<><StateTag color={account.disabledAt ? 'red' : 'green'}>{account.disabledAt ? t.accounts.disabled : t.accounts.active}</StateTag>{account.locked && <StateTag color="orange">{t.accounts.locked}</StateTag>}</>}>
        {!own && session.can('accounts.reset') && <ResetPassword account={account} done={reload} />}
        {!own && session.can('accounts.reset') && account.secondFactor && <Button loading={busy} onClick={() => void confirm(t.accounts.resetFactor, t.accounts.resetFactorText, () => post('/api/v1/accounts/{id}/reset-second-factor', { path, version })).then(reload)}>{t.accounts.resetFactor}</Button>}
        {!own && session.can('accounts.disable') && (account.disabledAt
          ? <Button loading={busy} onClick={() => void confirm(t.accounts.enable, account.userName, () => post('/api/v1/accounts/{id}/enable', { path, version })).then(reload)}>{t.accounts.enable}</Button>
          : <ReasonButton danger label={t.accounts.disable} text={t.accounts.disableText} of={account.id} act={reason => post('/api/v1/accounts/{id}/disable', { path, body: { reason }, version }).then(reload)} />)}
      </PageHead>
      {own && <Alert type="info" showIcon title={t.accounts.own} style={{ marginBottom: 16 }} />}
      <section className="panel">
        <Facts layout="across" items={[
          [t.account.userName, account.userName], [t.account.displayName, account.displayName], [t.account.secondFactor, account.secondFactor ? t.account.enabled : t.account.notEnabled], [t.accounts.createdAt, account.createdAt.slice(0, 10)],
          ...(account.disabledAt ? [[t.accounts.disabled, `${account.disabledAt.slice(0, 10)} ${account.disabledReason ?? ''}`] as [string, string]] : []),
        ]} />
      </section>
      <section className="panel">
        <div className="panel-head"><h3>{t.account.posts}</h3>{!own && session.can('accounts.grant') && <Grant account={account} done={reload} />}</div>
        <PlainTable
          save={`${t.account.posts}-${account.userName}`} rowKey="id" rows={account.posts} empty={t.accounts.noPosts}
          columns={[
            { title: t.accounts.role, dataIndex: 'role', text: row => t.roles[row.role] ?? row.role, render: (role: string) => t.roles[role] ?? role }, { title: t.accounts.reach, key: 'reach', text: row => row.organizationName ?? t.account.everything, render: (_, row) => (row.organizationId ? row.organizationName : t.account.everything) },
            { title: t.accounts.grantedAt, dataIndex: 'grantedAt', text: row => row.grantedAt.slice(0, 10), render: (at: string) => at.slice(0, 10) },
            { title: t.common.operation, key: 'act', render: (_, row) => !own && session.can('accounts.grant') && <Button size="small" danger loading={busy} onClick={() => void withdraw(row)}>{t.accounts.withdraw}</Button> },
          ]}
        />
      </section>
      <OfAccount account={account} own={own} />
    </>
  )
}

/** By which identities elsewhere the person comes in; not shown where there is no provider. */
function OfAccount({ account, own }: { account: Account; own: boolean }) {
  const { texts: t, language } = useSession()
  const { confirm } = useAct()
  const [open, setOpen] = useState(false)
  const path = { id: account.id }
  const providers = useLoad(signal => get('/api/v1/auth/providers', { signal }), [])
  const identities = useLoad(signal => get('/api/v1/accounts/{id}/identities', { path, signal }), [account.id])
  const { busy, head, props } = useForm<{ provider: string; subject: string }>({
    submit: async (values, key) => {
      await post('/api/v1/accounts/{id}/identities', { path, body: values, key })
      setOpen(false)
      identities.reload()
    },
  })
  const items = identities.data?.items ?? []
  const all = (providers.data?.items ?? []).map(one => ({ value: one.provider, label: language === 'en' ? one.titleEn : one.titleZh }))
  const nameOf = (provider: string) => all.find(one => one.value === provider)?.label ?? provider
  const free = all.filter(one => !items.some(item => item.provider === one.value))
  const may = !own && session.can('accounts.link')
  if (!all.length && !items.length) return null
  return (
    <section className="panel">
      <div className="panel-head"><h3>{t.signOn.title}</h3>{may && free.length > 0 && <Button onClick={() => setOpen(true)}>{t.signOn.linkOther}</Button>}</div>
      <Identities
        of={account.userName} rows={items} nameOf={nameOf}
        act={may ? identity => void confirm(t.signOn.unlink, t.signOn.unlinkText, () => remove('/api/v1/accounts/{id}/identities/{identityId}', { path: { id: account.id, identityId: identity.id } })).then(identities.reload) : null}
      />
      <Dialog open={open} title={`${t.signOn.linkOther} · ${account.userName}`} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="provider" label={t.signOn.provider} rules={[{ required: true, message: t.common.choose }]}><Select options={free} /></Form.Item>
          <Form.Item name="subject" label={t.signOn.subject} extra={t.signOn.subjectHint} rules={[{ required: true, message: t.common.required }]}><Input maxLength={255} autoComplete="off" /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </section>
  )
}

function Grant({ account, done }: { account: Account; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const roles = useLoad(async signal => (open ? get('/api/v1/accounts/roles', { signal }) : []), [open])
  const { busy, head, props } = useForm<{ role: string; organizationId?: string }>({
    draft: `grant.${account.id}`,
    submit: async ({ role, organizationId }, key) => {
      await post('/api/v1/accounts/{id}/posts', { path: { id: account.id }, body: { role, organizationId: organizationId ?? null }, key })
      setOpen(false)
      done()
    },
  })
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.accounts.grant}</Button>
      <Dialog open={open} title={`${t.accounts.grant} · ${account.userName}`} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="role" label={t.accounts.role} rules={[{ required: true, message: t.common.choose }]}><Select loading={roles.loading} options={(roles.data ?? []).map(one => ({ value: one.name, label: t.roles[one.name] ?? one.name }))} /></Form.Item>
          <Form.Item name="organizationId" label={t.accounts.reach} extra={t.accounts.reachHint}><PlaceField /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.accounts.grant}</Button>
        </Form>
      </Dialog>
    </>
  )
}

function ResetPassword({ account, done }: { account: Account; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ password: string }>({
    submit: async values => {
      await post('/api/v1/accounts/{id}/reset-password', { path: { id: account.id }, body: values, version: account.version })
      setOpen(false)
      done()
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.accounts.reset}</Button>
      <Dialog open={open} title={`${t.accounts.reset} · ${account.userName}`} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="password" label={t.accounts.firstPassword} extra={`${t.account.rule}。${t.accounts.mustChange}`} rules={[{ required: true, message: t.common.required }]}><Input.Password autoComplete="new-password" maxLength={128} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.accounts.reset}</Button>
        </Form>
      </Dialog>
    </>
  )
}
