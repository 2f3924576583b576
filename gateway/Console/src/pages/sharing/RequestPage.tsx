import { Alert, Button, Checkbox, Form, Input, Radio, Timeline } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { ShareRequest } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { DateField, OrganizationField } from '../../shared/fields'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { ReasonButton } from '../../shared/ReasonButton'
import { StateTag } from '../../shared/StateTag'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { at } from '../apps/AppsPage'
import { AskAgain } from './AskForm'
import { DueTag } from './DueTag'
import { classColours, meaningOf, resourceName, stateColours } from './sharing'

export default function RequestPage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const request = useLoad(signal => get('/api/v1/sharing/requests/{id}', { path: { id }, signal }), [id])
  return <div className="page"><Async from={request}>{one => <One key={one.version} of={one} reload={request.reload} />}</Async>{!request.data && <PageHead title={t.sharing.requests} />}</div>
}

function One({ of, reload }: { of: ShareRequest; reload: () => void }) {
  const { texts: t } = useSession()
  const { confirm, busy } = useAct()
  const catalogue = useLoad(signal => get('/api/v1/sharing/catalogue', { signal }), [])
  const items = catalogue.data?.find(one => one.code === of.resource)?.items ?? []
  const path = { id: of.id }
  const open = ['submitted', 'returned', 'deciding', 'preparing', 'granted'].includes(of.state)
  return (
    <>
      <PageHead title={`${of.appName} · ${resourceName(of)}`} tags={<><StateTag color={stateColours[of.state]}>{t.sharing.states[of.state]}</StateTag>{of.overdue && <StateTag color="red">{t.home.late}</StateTag>}</>}>
        <Link to="/sharing/requests">{t.sharing.requests}</Link>
        {of.state === 'submitted' && session.can('sharing.check') && <Check of={of} done={reload} />}
        {of.state === 'deciding' && session.can('sharing.decide') && <Reply of={of} done={reload} />}
        {of.state === 'preparing' && session.can('sharing.decide') && <Button type="primary" loading={busy} onClick={() => void confirm(t.sharing.ready, t.sharing.readyText, () => post('/api/v1/sharing/requests/{id}/ready', { path, version: of.version })).then(reload)}>{t.sharing.ready}</Button>}
        {of.state === 'returned' && session.can('sharing.ask') && <AskAgain of={of} done={reload} />}
        {(of.state === 'granted' || of.state === 'preparing') && session.can('sharing.revoke') && <ReasonButton danger label={t.sharing.revoke} text={t.sharing.revokeText} of={of.id} act={reason => post('/api/v1/sharing/requests/{id}/end', { path, body: { reason }, version: of.version }).then(reload)} />}
        {open && of.state !== 'granted' && session.can('sharing.ask') && <ReasonButton label={t.sharing.withdraw} text={t.sharing.withdrawText} of={of.id} act={reason => post('/api/v1/sharing/requests/{id}/withdraw', { path, body: { reason }, version: of.version }).then(reload)} />}
      </PageHead>
      {of.state === 'alreadyHeld' && <Alert type="info" showIcon style={{ marginBottom: 16 }} title={t.sharing.heldText} description={of.heldById ? <Link to={`/sharing/requests/${of.heldById}`}>{t.sharing.heldBy}</Link> : t.sharing.heldByScope} />}
      {of.reason && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={`${t.sharing.states[of.state]}：${of.reason}`} />}
      <div className="grid">
        <section className="panel">
          <h3>{t.sharing.asked}</h3>
          <Facts items={[
            [t.sharing.app, session.can('apps.read') ? <Link key="app" to={`/apps/${of.appId}`}>{of.appName}</Link> : of.appName],
            [t.sharing.resource, <span key="resource">{resourceName(of)} <StateTag color={classColours[of.class]}>{t.sharing.classes[of.class]}</StateTag></span>], [t.sharing.owner, of.ownerName ?? t.sharing.department],
            [t.sharing.items, of.items.map(name => items.find(item => item.name === name)).map((item, index) => (item ? meaningOf(item) : of.items[index])).join('、')], [t.sharing.purpose, of.purpose], [t.sharing.duty, of.legalBasis],
            [t.sharing.place, of.organizationName ?? t.account.everything], [t.sharing.fetched, t.sharing.frequencies[of.frequency]], [t.sharing.until, of.until],
          ]} />
        </section>
        <section className="panel" aria-label={t.sharing.course}>
          <h3>{t.sharing.course}</h3>
          <Facts items={[
            [t.sharing.askedAt, at(of.askedAt)], ...(of.dueOn ? [[t.sharing.dueOn, <DueTag key="due" dueOn={of.dueOn} overdue={of.overdue} />] as [string, React.ReactNode]] : []),
            ...(of.grantedUntil ? [[t.sharing.granted, `${of.grantedOrganizationName ?? t.account.everything} · ${t.sharing.untilDay(of.grantedUntil)}`] as [string, string]] : []),
          ]} />
          <Timeline items={of.steps.map((step, index) => ({
            key: index,
            content: <><b>{t.sharing.states[step.state]}</b> <span className="muted">{at(step.at)} · {step.actor}</span>{step.reason && <div>{step.reason}</div>}{step.dueOn && <div className="muted">{t.sharing.dueOn} {step.dueOn}</div>}</>,
          }))} />
        </section>
      </div>
    </>
  )
}

interface Acts {
  of: ShareRequest
  done: () => void
}

function Check({ of, done }: Acts) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props, form } = useForm<{ conforms: boolean; reason?: string; dataReady: boolean }>({
    initial: { conforms: true, dataReady: true },
    submit: async ({ conforms, reason, dataReady }, key) => {
      await post('/api/v1/sharing/requests/{id}/check', { path: { id: of.id }, version: of.version, key, body: { conforms, reason: conforms ? null : reason ?? null, dataReady: dataReady ?? true } })
      setOpen(false)
      done()
    },
  })
  const conforms = Form.useWatch('conforms', form) ?? true
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.sharing.check}</Button>
      <Dialog open={open} title={t.sharing.check} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <p>{of.class === 'unconditional' ? t.sharing.checkUnconditional : t.sharing.checkConditional}</p>
          <Form.Item name="conforms" label={t.sharing.outcome}><Radio.Group options={[{ value: true, label: t.sharing.conforms }, { value: false, label: t.sharing.returnIt }]} /></Form.Item>
          {!conforms && <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={500} /></Form.Item>}
          {conforms && of.class === 'unconditional' && <DataReady />}
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
        </Form>
      </Dialog>
    </>
  )
}

function Reply({ of, done }: Acts) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props, form } = useForm<{ granted: boolean; reason?: string; organizationId?: string | null; until?: string | null; dataReady: boolean }>({
    initial: { granted: true, organizationId: of.organizationId ?? null, until: of.until, dataReady: true },
    submit: async ({ granted, reason, organizationId, until, dataReady }, key) => {
      await post('/api/v1/sharing/requests/{id}/reply', {
        path: { id: of.id }, version: of.version, key,
        body: granted ? { granted, organizationId: organizationId ?? null, until: until ?? null, dataReady: dataReady ?? true } : { granted, reason: reason ?? null, dataReady: true },
      })
      setOpen(false)
      done()
    },
  })
  const granted = Form.useWatch('granted', form) ?? true
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.sharing.reply}</Button>
      <Dialog open={open} title={t.sharing.reply} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="granted" label={t.sharing.outcome}><Radio.Group options={[{ value: true, label: t.sharing.grant }, { value: false, label: t.sharing.refuse }]} /></Form.Item>
          {granted ? (
            <>
              <Form.Item name="organizationId" label={t.sharing.place} extra={t.sharing.replyPlaceHint}><OrganizationField {...(of.organizationId ? { under: of.organizationId } : {})} /></Form.Item>
              <Form.Item name="until" label={t.sharing.until} extra={t.sharing.replyUntilHint(of.until)}><DateField /></Form.Item>
              <DataReady />
            </>
          ) : <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={500} /></Form.Item>}
          <Button type="primary" danger={!granted} htmlType="submit" loading={busy}>{t.common.submit}</Button>
        </Form>
      </Dialog>
    </>
  )
}

function DataReady() {
  const { texts: t } = useSession()
  return <Form.Item name="dataReady" valuePropName="checked" extra={t.sharing.dataReadyHint}><Checkbox>{t.sharing.dataReady}</Checkbox></Form.Item>
}
