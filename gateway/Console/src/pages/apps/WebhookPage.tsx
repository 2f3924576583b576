import { Alert, Button, Checkbox, Form, InputNumber, Modal } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { get, patch, post, remove } from '../../api/client'
import { session } from '../../api/session'
import type { NewWebhookSecret, Webhook, WebhookMessage } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { DateField, optionsOf } from '../../shared/fields'
import { type Column, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { ReasonButton } from '../../shared/ReasonButton'
import { StateTag } from '../../shared/StateTag'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { at } from './AppsPage'
import { SecretOnce, WebhookFields, WebhookTag, type WebhookValues } from './Webhooks'

export default function WebhookPage() {
  const { texts: t } = useSession()
  const { id, webhookId } = useParams() as { id: string; webhookId: string }
  const webhook = useLoad(signal => get('/api/v1/apps/{id}/webhooks/{webhookId}', { path: { id, webhookId }, signal }), [id, webhookId])
  return <div className="page"><Async from={webhook}>{one => <One webhook={one} reload={webhook.reload} />}</Async>{!webhook.data && <PageHead title={t.webhooks.title} />}</div>
}

const colours: Record<string, string> = { waiting: 'blue', delivered: 'green', dead: 'red' }

function One({ webhook, reload }: { webhook: Webhook; reload: () => void }) {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const { act, confirm, busy } = useAct()
  const [turn, setTurn] = useState(0)
  const path = useMemo(() => ({ id: webhook.appId, webhookId: webhook.id }), [webhook.appId, webhook.id])
  const may = session.can('apps.change')
  const changed = useCallback(() => {
    reload()
    setTurn(before => before + 1)
  }, [reload])
  const columns: Column<WebhookMessage>[] = [
    { key: 'created', title: t.webhooks.writtenAt, dataIndex: 'createdAt', render: (time: string) => at(time) },
    { key: 'type', title: t.webhooks.what, dataIndex: 'type', render: (type: string) => t.webhooks.types[type] ?? type },
    { key: 'object', title: t.webhooks.object, dataIndex: 'objectId', render: (id: string | null) => id && <code>{id}</code> },
    { key: 'version', title: t.webhooks.version, dataIndex: 'version', align: 'right' },
    { key: 'state', title: t.webhooks.state, dataIndex: 'state', render: (state: string) => <StateTag color={colours[state]!}>{t.webhooks.states[state]}</StateTag>, text: row => t.webhooks.states[row.state] },
    { key: 'attempts', title: t.webhooks.attempts, dataIndex: 'attempts', align: 'right' },
    { key: 'next', title: t.webhooks.nextAt, dataIndex: 'nextAt', render: (time: string | null) => at(time), extra: true },
    { key: 'ended', title: t.webhooks.endedAt, dataIndex: 'endedAt', render: (time: string | null) => at(time), extra: true },
    { key: 'problem', title: t.webhooks.problem, render: (_, row) => row.problem?.text, text: row => row.problem?.text },
    ...(may ? [{
      key: 'act', title: t.common.operation,
      render: (_: unknown, row: WebhookMessage) => row.state !== 'waiting' && <Button size="small" loading={busy} onClick={() => void act(() => post('/api/v1/apps/{id}/webhooks/{webhookId}/messages/{messageId}/replay', { path: { ...path, messageId: row.id } })).then(changed)}>{t.webhooks.replay}</Button>,
    }] : []),
  ]
  return (
    <>
      <PageHead title={`${t.webhooks.one} · ${new URL(webhook.url).host}`} tags={<WebhookTag of={webhook} />}>
        <Link to={`/apps/${webhook.appId}`}>{t.apps.title}</Link>
        {may && <TestButton path={path} />}
        {may && <ChangeWebhook key={webhook.version} webhook={webhook} path={path} done={reload} />}
        {session.can('apps.credentials') && <RotateSecret webhook={webhook} path={path} done={reload} />}
        {may && (webhook.state === 'paused'
          ? <Button loading={busy} onClick={() => void confirm(t.webhooks.resume, t.webhooks.resumeText, () => post('/api/v1/apps/{id}/webhooks/{webhookId}/resume', { path, version: webhook.version })).then(changed)}>{t.webhooks.resume}</Button>
          : <ReasonButton label={t.webhooks.pause} text={t.webhooks.pauseText} of={webhook.id} act={reason => post('/api/v1/apps/{id}/webhooks/{webhookId}/pause', { path, body: { reason }, version: webhook.version }).then(reload)} />)}
        {may && <Button danger loading={busy} onClick={() => void confirm(t.webhooks.remove, t.webhooks.removeText, () => remove('/api/v1/apps/{id}/webhooks/{webhookId}', { path, version: webhook.version })).then(done => done && navigate(`/apps/${webhook.appId}`))}>{t.webhooks.remove}</Button>}
      </PageHead>
      <section className="panel">
        <Facts layout="across" items={[
          [t.webhooks.url, webhook.url], [t.webhooks.what, webhook.types.map(type => t.webhooks.types[type] ?? type).join('、')], [t.webhooks.place, webhook.organizationName ?? t.webhooks.wholeScope],
          [t.webhooks.begunAt, at(webhook.begunAt) || t.webhooks.notBegun], [t.webhooks.waiting, String(webhook.waiting)], [t.webhooks.dead, String(webhook.dead)], [t.webhooks.failures, String(webhook.failures)],
          [t.webhooks.lastSuccess, at(webhook.lastSuccessAt) || t.common.none], [t.webhooks.lastFailure, webhook.lastFailureAt ? `${at(webhook.lastFailureAt)} ${webhook.lastProblem?.text ?? ''}` : t.common.none],
          [t.webhooks.secrets, webhook.secrets.filter(secret => secret.valid).map(secret => (secret.expiresAt ? t.webhooks.older(at(secret.expiresAt)) : t.webhooks.newest)).join('、')],
          ...(webhook.restingUntil ? [[t.webhooks.restingUntil, at(webhook.restingUntil)] as [string, string]] : []),
          ...(webhook.feedProblem ? [[t.webhooks.feedProblem, webhook.feedProblem.text] as [string, string]] : []),
          ...(webhook.pausedAt ? [[t.webhooks.paused, `${at(webhook.pausedAt)} ${webhook.pausedReason ?? ''}`] as [string, string]] : []),
        ]} />
      </section>
      <section className="panel" aria-label={t.webhooks.messages}>
        <div className="panel-head"><h3>{t.webhooks.messages}</h3>{may && <ReplayByTime path={path} done={changed} />}</div>
        <KeysetTable<WebhookMessage>
          name={t.webhooks.messages} rowKey="id" columns={columns} version={turn} empty={t.webhooks.noMessages}
          filters={[{ kind: 'choice', name: 'state', label: t.webhooks.state, options: optionsOf(t.webhooks.states) }]}
          load={(query, cursor, limit, signal) => get('/api/v1/apps/{id}/webhooks/{webhookId}/messages', { path, query: { ...query, limit, ...(cursor ? { cursor } : {}) }, signal })}
        />
      </section>
    </>
  )
}

interface Part {
  path: { id: string; webhookId: string }
}

/** Sends a message at once, and says what came of it where it was asked. */
function TestButton({ path }: Part) {
  const { texts: t } = useSession()
  const { act, busy } = useAct()
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null)
  const run = () => act(async () => {
    const came = await post('/api/v1/apps/{id}/webhooks/{webhookId}/test', { path })
    setSaid({ good: came.delivered, text: came.delivered ? t.webhooks.delivered(came.status ?? 0, came.milliseconds) : t.webhooks.notDelivered(came.problem?.text ?? '', came.milliseconds) })
  })
  return (
    <>
      <Button loading={busy} onClick={() => void run()}>{t.webhooks.test}</Button>
      <Modal open={said !== null} title={t.webhooks.test} onCancel={() => setSaid(null)} footer={<Button type="primary" onClick={() => setSaid(null)}>{t.common.close}</Button>} destroyOnHidden>
        {said && <Alert type={said.good ? 'success' : 'error'} showIcon title={said.text} />}
      </Modal>
    </>
  )
}

function ChangeWebhook({ webhook, path, done }: Part & { webhook: Webhook; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<WebhookValues>({
    initial: { url: webhook.url, types: webhook.types, organizationId: webhook.organizationId ?? null },
    submit: async ({ url, types, organizationId }) => {
      const place = organizationId ?? null
      await patch('/api/v1/apps/{id}/webhooks/{webhookId}', {
        path, version: webhook.version,
        // What is as it was is not sent: another place makes the receiver take a snapshot.
        body: { url: url === webhook.url ? null : url, types, organizationId: place === webhook.organizationId ? null : place, wholeScope: place === null && webhook.organizationId !== null },
      })
      setOpen(false)
      done()
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.webhooks.change}</Button>
      <Dialog open={open} title={t.webhooks.change} width={640} onClose={() => setOpen(false)}>
        <Form {...props}>{head}<WebhookFields of={webhook} /><Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button></Form>
      </Dialog>
    </>
  )
}

function RotateSecret({ webhook, path, done }: Part & { webhook: Webhook; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<NewWebhookSecret | null>(null)
  const { busy, head, props } = useForm<{ olderEndsInHours: number }>({
    initial: { olderEndsInHours: 24 },
    submit: async (body, key) => {
      setMade(await post('/api/v1/apps/{id}/webhooks/{webhookId}/secrets', { path, body, key, version: webhook.version }))
      done()
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.webhooks.rotate}</Button>
      <SecretOnce title={t.webhooks.rotate} open={open} made={made} close={() => { setOpen(false); setMade(null) }}>
        <Form {...props}>
          {head}
          <Form.Item name="olderEndsInHours" label={t.webhooks.olderEnds} extra={t.webhooks.olderEndsHint} rules={[{ required: true, message: t.common.required }]}><InputNumber min={0} max={720} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.webhooks.rotate}</Button>
        </Form>
      </SecretOnce>
    </>
  )
}

/** Days as they are in China, the last of them whole. */
const startOf = (day: string, later = 0) => new Date(Date.parse(`${day}T00:00:00+08:00`) + later * 86_400_000).toISOString()

function ReplayByTime({ path, done }: Part & { done: () => void }) {
  const { texts: t } = useSession()
  const { act } = useAct()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ since: string; until?: string | null; delivered?: boolean }>({
    submit: async ({ since, until, delivered }, key) => {
      const { messages } = await post('/api/v1/apps/{id}/webhooks/{webhookId}/replay', { path, key, body: { since: startOf(since), until: until ? startOf(until, 1) : null, delivered: delivered ?? false } })
      setOpen(false)
      await act(() => Promise.resolve(), t.webhooks.replayed(messages))
      done()
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.webhooks.replayAll}</Button>
      <Dialog open={open} title={t.webhooks.replayAll} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <p>{t.webhooks.replayText}</p>
          <Form.Item name="since" label={t.webhooks.since} rules={[{ required: true, message: t.common.required }]}><DateField /></Form.Item>
          <Form.Item name="until" label={t.webhooks.until} extra={t.webhooks.untilHint}><DateField /></Form.Item>
          <Form.Item name="delivered" valuePropName="checked"><Checkbox>{t.webhooks.alsoDelivered}</Checkbox></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.webhooks.replayAll}</Button>
        </Form>
      </Dialog>
    </>
  )
}
