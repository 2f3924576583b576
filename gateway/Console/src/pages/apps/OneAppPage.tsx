import { Alert, Button, Form, Input, InputNumber, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get, patch, post, remove } from '../../api/client'
import { session } from '../../api/session'
import type { AppSecret, PortalApp } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { ReasonButton } from '../../shared/ReasonButton'
import { StateTag } from '../../shared/StateTag'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { AskForData } from '../sharing/AskForm'
import { AppFields, type AppValues, networksOf, scopesOf } from './AppFields'
import { at } from './AppsPage'
import { Webhooks } from './Webhooks'

export default function OneAppPage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const app = useLoad(signal => get('/api/v1/apps/{id}', { path: { id }, signal }), [id])
  return <div className="page"><Async from={app}>{one => <One app={one} reload={app.reload} />}</Async>{!app.data && <PageHead title={t.apps.title} />}</div>
}

function One({ app, reload }: { app: PortalApp; reload: () => void }) {
  const { texts: t } = useSession()
  const { confirm, busy } = useAct()
  const path = { id: app.id }
  const nameOf = (id: string | null | undefined) => (id ? app.places.find(place => place.id === id)?.name : null) ?? t.account.everything
  return (
    <>
      <PageHead title={app.name} tags={<><StateTag color={app.suspendedAt ? 'red' : 'green'}>{app.suspendedAt ? t.apps.suspended : t.apps.active}</StateTag><StateTag>{t.apps.environments[app.environment]}</StateTag></>}>
        <Link to={`/signature-check?app=${app.id}`}>{t.signatureCheck.title}</Link>
        {session.can('apps.change') && <Change app={app} done={reload} />}
        {session.can('apps.suspend') && (app.suspendedAt
          ? <Button loading={busy} onClick={() => void confirm(t.apps.resume, t.apps.resumeText, () => post('/api/v1/apps/{id}/resume', { path, version: app.version })).then(reload)}>{t.apps.resume}</Button>
          : <ReasonButton danger label={t.apps.suspend} text={t.apps.suspendText} of={app.id} act={reason => post('/api/v1/apps/{id}/suspend', { path, body: { reason }, version: app.version }).then(reload)} />)}
      </PageHead>
      <section className="panel">
        <Facts layout="across" items={[
          [t.apps.id, <Typography.Text key="id" copyable>{app.id}</Typography.Text>], [t.apps.contact, app.contact], [t.apps.home, nameOf(app.organizationId)], [t.apps.plan, app.plan],
          [t.apps.networks, app.networks.length ? app.networks.join('、') : t.apps.anywhere], [t.apps.lastUsed, at(app.lastUsedAt) || t.apps.never], [t.accounts.createdAt, app.createdAt.slice(0, 10)],
          ...(app.suspendedAt ? [[t.apps.suspended, `${at(app.suspendedAt)} ${app.suspendedReason ?? ''}`] as [string, string]] : []),
        ]} />
      </section>
      <section className="panel">
        <div className="panel-head"><h3>{t.apps.scopes}</h3>{session.can('sharing.ask') && <AskForData appId={app.id} />}</div>
        <PlainTable
          rowKey={(_, index) => String(index)} rows={app.scopes} empty={t.apps.noScopes}
          columns={[{ title: t.apps.resource, key: 'resource', render: (_, row) => t.apps.resources[row.resource] }, { title: t.apps.access, key: 'access', render: (_, row) => t.apps.accesses[row.access] }, { title: t.apps.place, key: 'place', render: (_, row) => nameOf(row.organizationId) }]}
        />
        {app.sharedScopes.length > 0 && (
          <>
            <h3 style={{ marginTop: 16 }}>{t.sharing.sharedScopes}</h3>
            <PlainTable
              rowKey="shareRequestId" rows={app.sharedScopes}
              columns={[
                { title: t.apps.resource, key: 'resource', render: (_, row) => <Link to={`/sharing/requests/${row.shareRequestId}`}>{t.apps.resources[row.resource]}</Link> }, { title: t.apps.place, key: 'place', render: (_, row) => nameOf(row.organizationId) },
                { title: t.sharing.ends, key: 'ends', render: (_, row) => at(row.endsAt) },
              ]}
            />
          </>
        )}
      </section>
      <section className="panel">
        <div className="panel-head"><h3>{t.apps.credentials}</h3>{session.can('apps.credentials') && <><NewSecret app={app} done={reload} /><NewKey app={app} done={reload} /></>}</div>
        <PlainTable
          rowKey="id" rows={app.credentials} empty={t.apps.noCredentials}
          columns={[
            { title: t.apps.kind, key: 'kind', render: (_, row) => (row.kind === 'secret' ? t.apps.secret : `${t.apps.key} ${row.fingerprint ?? ''}`) },
            { title: t.common.state, key: 'state', render: (_, row) => <StateTag color={row.valid ? 'green' : undefined}>{row.revokedAt ? t.apps.revoked : row.valid ? t.apps.valid : t.apps.expired}</StateTag> },
            { title: t.apps.createdAt, dataIndex: 'createdAt', render: (time: string) => at(time) }, { title: t.apps.expiresAt, dataIndex: 'expiresAt', render: (time: string) => at(time) },
            { title: t.apps.lastUsed, key: 'used', render: (_, row) => (row.lastUsedAt ? `${at(row.lastUsedAt)} ${row.lastUsedAddress ?? ''}` : t.apps.never) },
            { title: t.common.operation, key: 'act', render: (_, row) => row.valid && session.can('apps.credentials') && <Button size="small" danger loading={busy} onClick={() => void confirm(t.apps.revoke, t.apps.revokeText, () => remove('/api/v1/apps/{id}/credentials/{credentialId}', { path: { id: app.id, credentialId: row.id } })).then(reload)}>{t.apps.revoke}</Button> },
          ]}
        />
      </section>
      <Webhooks app={app} />
    </>
  )
}

function Change({ app, done }: { app: PortalApp; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<AppValues>({
    initial: { name: app.name, contact: app.contact, plan: app.plan, networks: app.networks.join('\n'), scopes: app.scopes },
    submit: async values => {
      await patch('/api/v1/apps/{id}', {
        path: { id: app.id }, version: app.version,
        body: { name: values.name, contact: values.contact, plan: values.plan, networks: networksOf(values), scopes: scopesOf({ ...values, organizationId: app.organizationId ?? null }) },
      })
      setOpen(false)
      done()
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.apps.change}</Button>
      <Dialog open={open} title={`${t.apps.change} · ${app.name}`} onClose={() => setOpen(false)} width={720}>
        <Form {...props}>{head}<AppFields /><Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button></Form>
      </Dialog>
    </>
  )
}

/** A secret is seen this once, so the window stays until it is closed on purpose. */
function NewSecret({ app, done }: { app: PortalApp; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<AppSecret | null>(null)
  const { busy, head, props } = useForm<{ validDays: number; othersEndInHours?: number | null }>({
    initial: { validDays: 365 },
    submit: async ({ validDays, othersEndInHours }, key) => {
      setMade(await post('/api/v1/apps/{id}/secrets', { path: { id: app.id }, body: { validDays, othersEndInHours: othersEndInHours ?? null }, key }))
      done()
    },
  })
  const close = () => {
    setOpen(false)
    setMade(null)
  }
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.apps.newSecret}</Button>
      <Modal open={open} title={t.apps.newSecret} footer={made ? <Button type="primary" onClick={close}>{t.apps.secretKept}</Button> : null} onCancel={close} mask={{ closable: false }} keyboard={!made} destroyOnHidden>
        {made
          ? <><Alert type="warning" showIcon title={t.apps.secretOnce} style={{ marginBottom: 16 }} /><Typography.Paragraph copyable code>{made.secret}</Typography.Paragraph><p className="muted">{t.apps.expiresAt} {at(made.expiresAt)}</p></>
          : (
            <Form {...props}>
              {head}
              <Form.Item name="validDays" label={t.apps.validDays} rules={[{ required: true, message: t.common.required }]}><InputNumber min={1} max={730} /></Form.Item>
              <Form.Item name="othersEndInHours" label={t.apps.othersEnd} extra={t.apps.othersEndHint}><InputNumber min={0} max={2160} /></Form.Item>
              <Button type="primary" htmlType="submit" loading={busy}>{t.apps.newSecret}</Button>
            </Form>
          )}
      </Modal>
    </>
  )
}

function NewKey({ app, done }: { app: PortalApp; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ publicKey: string; validDays: number }>({
    initial: { validDays: 365 },
    submit: async (values, key) => {
      await post('/api/v1/apps/{id}/keys', { path: { id: app.id }, body: values, key })
      setOpen(false)
      done()
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.apps.newKey}</Button>
      <Dialog open={open} title={t.apps.newKey} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="publicKey" label={t.apps.publicKey} extra={t.apps.publicKeyHint} rules={required}><Input.TextArea rows={5} maxLength={1000} /></Form.Item>
          <Form.Item name="validDays" label={t.apps.validDays} rules={required}><InputNumber min={1} max={730} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.apps.newKey}</Button>
        </Form>
      </Dialog>
    </>
  )
}
