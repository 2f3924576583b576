import { Alert, Button, Checkbox, Form, Input, Modal, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { NewWebhookSecret, PortalApp, Webhook } from '../../api/types'
import { Async } from '../../shared/Async'
import { Link } from '../../shared/Link'
import { PlainTable } from '../../shared/PlainTable'
import { PlaceField } from '../../shared/SearchField'
import { StateTag } from '../../shared/StateTag'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { at } from './AppsPage'

/** What an address can be told of, and of which resource the app must have a scope; a message that asks for a snapshot comes in any case. */
const told = Object.entries({ organization: 'organizations', member: 'members', rectification: 'assessment', pair: 'pairing' })
  .flatMap(([what, resource]) => [{ type: `${what}.updated`, resource }, { type: `${what}.deleted`, resource }])
const types = told.map(one => one.type)

export interface WebhookValues {
  url: string
  types: string[]
  organizationId?: string | null
}

/** Where an app is told of changes, and how that goes. */
export function Webhooks({ app }: { app: PortalApp }) {
  const { texts: t } = useSession()
  const webhooks = useLoad(signal => get('/api/v1/apps/{id}/webhooks', { path: { id: app.id }, signal }), [app.id])
  return (
    <section className="panel" aria-label={t.webhooks.title}>
      <div className="panel-head"><h3>{t.webhooks.title}</h3>{session.can('apps.change') && <AddWebhook app={app} done={webhooks.reload} />}</div>
      <p className="muted">{t.webhooks.about}</p>
      <Async from={webhooks}>{page => (
        <PlainTable
          rowKey="id" rows={page.items} empty={t.webhooks.none}
          columns={[
            { title: t.webhooks.url, key: 'url', render: (_, row) => <Link to={`/apps/${app.id}/webhooks/${row.id}`}>{row.url}</Link> },
            { title: t.common.state, key: 'state', render: (_, row) => <WebhookTag of={row} /> },
            { title: t.webhooks.place, key: 'place', render: (_, row) => row.organizationName ?? t.webhooks.wholeScope },
            { title: t.webhooks.waiting, dataIndex: 'waiting', align: 'right' }, { title: t.webhooks.dead, dataIndex: 'dead', align: 'right' },
            { title: t.webhooks.lastSuccess, dataIndex: 'lastSuccessAt', render: (time: string | null) => at(time) || t.common.none },
          ]}
        />
      )}</Async>
    </section>
  )
}

export function WebhookTag({ of }: { of: Webhook }) {
  const { texts: t } = useSession()
  return of.state === 'paused' ? <StateTag color="orange">{t.webhooks.paused}</StateTag>
    : of.breaker === 'open' ? <StateTag color="red">{t.webhooks.open}</StateTag>
    : <StateTag color={of.begunAt ? 'green' : 'blue'}>{of.begunAt ? t.webhooks.active : t.webhooks.notBegun}</StateTag>
}

/** What is asked when an address is registered, or later. */
export function WebhookFields({ of }: { of?: Webhook }) {
  const { texts: t } = useSession()
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Form.Item name="url" label={t.webhooks.url} extra={t.webhooks.urlHint} rules={required}><Input type="url" maxLength={500} autoComplete="off" /></Form.Item>
      <Form.Item name="types" label={t.webhooks.what} rules={required}><Checkbox.Group options={types.map(value => ({ value, label: t.webhooks.types[value] }))} /></Form.Item>
      <Form.Item name="organizationId" label={t.webhooks.place} extra={t.webhooks.placeHint}><PlaceField known={of?.organizationId ? { id: of.organizationId, name: of.organizationName ?? of.organizationId, path: [] } : undefined} /></Form.Item>
    </>
  )
}

function AddWebhook({ app, done }: { app: PortalApp; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<NewWebhookSecret | null>(null)
  const readable = told.filter(one => app.scopes.some(scope => scope.resource === one.resource)).map(one => one.type)
  const { busy, head, props } = useForm<WebhookValues>({
    draft: `webhook.${app.id}`, initial: { types: readable },
    submit: async ({ url, types: chosen, organizationId }, key) => {
      setMade(await post('/api/v1/apps/{id}/webhooks', { path: { id: app.id }, body: { url, types: chosen, organizationId: organizationId ?? null }, key }))
      done()
    },
  })
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.webhooks.add}</Button>
      <SecretOnce title={t.webhooks.add} open={open} made={made} close={() => { setOpen(false); setMade(null) }}>
        <Form {...props}>{head}<WebhookFields /><Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button></Form>
      </SecretOnce>
    </>
  )
}

/** A secret is seen this once, so the window stays until it is closed on purpose. */
export function SecretOnce({ title, open, made, close, children }: { title: string; open: boolean; made: NewWebhookSecret | null; close: () => void; children: ReactNode }) {
  const { texts: t } = useSession()
  return (
    <Modal open={open} title={title} footer={made ? <Button type="primary" onClick={close}>{t.apps.secretKept}</Button> : null} onCancel={close} mask={{ closable: false }} keyboard={!made} destroyOnHidden width={640}>
      {made ? <><Alert type="warning" showIcon title={t.webhooks.secretOnce} style={{ marginBottom: 16 }} /><Typography.Paragraph copyable code>{made.secret}</Typography.Paragraph></> : children}
    </Modal>
  )
}
