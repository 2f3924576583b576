import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Correction } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { StateTag } from '../../shared/StateTag'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { at } from '../apps/AppsPage'
import { DueTag } from './DueTag'
import { correctionColours, meaningOf, resourceName } from './sharing'

export default function CorrectionPage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const correction = useLoad(signal => get('/api/v1/sharing/corrections/{id}', { path: { id }, signal }), [id])
  return <div className="page"><Async from={correction}>{one => <One of={one} reload={correction.reload} />}</Async>{!correction.data && <PageHead title={t.sharing.corrections} />}</div>
}

/** The console's page of what the API names. */
const pageOf = (link: string) => link.replace('/api/v1', '')

function One({ of, reload }: { of: Correction; reload: () => void }) {
  const { texts: t } = useSession()
  const { request } = of
  return (
    <>
      <PageHead title={`${resourceName(request)} · ${meaningOf(request)}`} tags={<><StateTag color={correctionColours[request.state]}>{t.sharing.correctionStates[request.state]}</StateTag>{request.overdue && <StateTag color="red">{t.home.late}</StateTag>}</>}>
        <Link to="/sharing/corrections">{t.sharing.corrections}</Link>
        {request.state === 'open' && !of.masked && session.can('sharing.correct') && <><Answer of={of} act="accept" done={reload} /><Answer of={of} act="refuse" done={reload} /></>}
      </PageHead>
      {of.masked && <Alert type="info" showIcon style={{ marginBottom: 16 }} title={t.sharing.masked} />}
      <div className="grid">
        <section className="panel">
          <h3>{t.sharing.wrong}</h3>
          <Facts items={[
            [t.sharing.object, of.masked ? null : <Link key="object" to={pageOf(of.link)}>{t.sharing.openObject}</Link>], [t.common.organization, session.can('organizations.read') ? <OrganizationLink key="organization" id={request.organizationId} /> : request.organizationName],
            [t.sharing.item, meaningOf(request)], ...(of.stands ? [[t.sharing.stands, of.stands] as [string, string]] : []), [t.sharing.shouldBe, of.shouldBe], [t.sharing.evidence, of.evidence],
          ]} />
        </section>
        <section className="panel">
          <h3>{t.sharing.course}</h3>
          <Facts items={[
            [t.sharing.asker, request.askerName], [t.sharing.reportedAt, at(request.askedAt)], [t.sharing.dueOn, <DueTag key="due" dueOn={request.dueOn} overdue={request.overdue} />],
            ...(request.answeredAt ? [[t.sharing.answer, of.answer], [t.sharing.answeredBy, `${of.answeredBy} · ${at(request.answeredAt)}`]] as [string, React.ReactNode][] : []),
          ]} />
        </section>
      </div>
    </>
  )
}

function Answer({ of, act, done }: { of: Correction; act: 'accept' | 'refuse'; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ text: string }>({
    submit: async (body, key) => {
      const options = { path: { id: of.request.id }, version: of.version, body, key }
      await (act === 'accept' ? post('/api/v1/sharing/corrections/{id}/accept', options) : post('/api/v1/sharing/corrections/{id}/refuse', options))
      setOpen(false)
      done()
    },
  })
  const label = act === 'accept' ? t.sharing.accept : t.sharing.refuseCorrection
  return (
    <>
      <Button {...(act === 'accept' ? { type: 'primary' as const } : {})} onClick={() => setOpen(true)}>{label}</Button>
      <Dialog open={open} title={label} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <p>{act === 'accept' ? t.sharing.acceptText : t.sharing.refuseText}</p>
          <Form.Item name="text" label={t.sharing.answer} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={1000} autoFocus /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{label}</Button>
        </Form>
      </Dialog>
    </>
  )
}
