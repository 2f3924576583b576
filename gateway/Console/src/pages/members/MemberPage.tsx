import { Alert, App, Button, Form, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { get, patch, post } from '../../api/client'
import { session } from '../../api/session'
import type { Member, Revealed } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { DateField, OrganizationField, optionsOf } from '../../shared/fields'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { ReceiverField } from '../../shared/SearchField'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { ReportError } from '../sharing/ReportError'
import { MemberRecords } from './MemberRecords'
import { NewTransfer } from './NewTransfer'

type Dialog = 'change' | 'transfer' | 'mobility' | 'close' | null

export default function MemberPage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const member = useLoad(signal => get('/api/v1/members/{id}', { path: { id }, signal }), [id])
  return (
    <div className="page">
      <Async from={member} rows={8}>{one => <OneMember key={one.id} member={one} reload={member.reload} set={member.set} />}</Async>
      {member.loading && !member.data && <PageHead title={t.members.title} />}
    </div>
  )
}

function OneMember({ member, reload, set }: { member: Member; reload: () => void; set: (member: Member) => void }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<Dialog>(null)
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const open = member.status === 'formal' || member.status === 'probationary' || member.status === 'suspended'

  // What was shown for a purpose does not stay on a screen that others pass.
  useEffect(() => {
    if (!revealed) return
    const timer = setTimeout(() => setRevealed(null), 60_000)
    return () => clearTimeout(timer)
  }, [revealed])

  const done = (text: string) => {
    setDialog(null)
    void message.success(text)
    reload()
  }
  return (
    <>
      <PageHead title={member.name} tags={<><StateTag color={member.status === 'formal' ? 'green' : 'default'}>{t.memberStatus[member.status]}</StateTag>{member.mobile && <StateTag color="orange">{t.members.mobile}</StateTag>}</>}>
        {open && session.can('members.change') && <Button onClick={() => setDialog('change')}>{t.members.change}</Button>}
        {open && session.can('members.transfer') && <Button onClick={() => setDialog('transfer')}>{t.members.transfer}</Button>}
        {open && session.can('members.mobility') && !member.mobile && <Button onClick={() => setDialog('mobility')}>{t.members.registerMobility}</Button>}
        <ReportError resource="members" objectId={member.id} />
        {open && session.can('members.close') && <Button danger onClick={() => setDialog('close')}>{t.members.closeMember}</Button>}
      </PageHead>
      <div className="grid">
        <section className="panel">
          <h3>{t.members.basics}</h3>
          <Facts items={[
            [t.members.name, member.name], [t.members.sex, t.sexes[member.sex]], [t.members.birthDate, member.birthDate], [t.members.ethnicity, member.ethnicity], [t.members.education, member.education],
            [t.members.occupation, member.occupation], [t.members.tags, member.tags.map(tag => <StateTag key={tag}>{tag}</StateTag>)],
          ]} />
        </section>
        <section className="panel">
          <h3>{t.members.record}</h3>
          <Facts items={[
            [t.members.organization, <OrganizationLink key="organization" id={member.organizationId} />], [t.members.status, t.memberStatus[member.status]], [t.members.appliedOn, member.appliedOn], [t.members.joinedOn, member.joinedOn],
            [t.members.formalOn, member.formalOn], [t.members.externalCode, member.externalCode],
            ...(member.closedOn ? [[t.members.closedOn, member.closedOn], [t.members.closeReason, member.closeReason]] as [string, React.ReactNode][] : []),
          ]} />
        </section>
        <section className="panel">
          <h3>{t.members.contact}</h3>
          <Facts items={[
            [t.members.idNumber, <span key="id" className="nowrap">{revealed?.idNumber ?? member.idNumber}</span>], [t.members.phone, revealed ? revealed.phone : member.phone],
            ...(revealed?.monthlyIncome != null ? [[t.members.income, revealed.monthlyIncome.toLocaleString()]] as [string, React.ReactNode][] : []),
          ]} />
          {revealed ? <Alert type="warning" title={t.members.revealed} /> : session.can('members.reveal') && <Reveal id={member.id} done={setRevealed} />}
        </section>
      </div>
      <MemberRecords id={member.id} version={member.version} />
      <Dialog open={dialog !== null} onClose={() => setDialog(null)} title={dialog && `${{ change: t.members.change, transfer: t.members.transfer, mobility: t.members.registerMobility, close: t.members.closeMember }[dialog]} · ${member.name}`}>
        {dialog === 'change' && <Change member={member} done={next => { set(next); setDialog(null); void message.success(t.common.saved) }} />}
        {dialog === 'transfer' && <NewTransfer draft={`transfer.${member.id}`} issue={async (body, key) => {
          await post('/api/v1/members/{id}/transfers', { path: { id: member.id }, key, body })
          done(t.transfers.issued)
        }} />}
        {dialog === 'mobility' && <NewMobility member={member} done={() => done(t.mobility.registered)} />}
        {dialog === 'close' && <Close member={member} done={() => done(t.common.done)} />}
      </Dialog>
    </>
  )
}

function Reveal({ id, done }: { id: string; done: (revealed: Revealed) => void }) {
  const { texts: t } = useSession()
  const [asking, setAsking] = useState(false)
  const { busy, head, props } = useForm<{ purpose: string }>({
    draft: `reveal.${id}`,
    submit: async values => {
      done(await post('/api/v1/members/{id}/reveal', { path: { id }, body: values }))
      setAsking(false)
    },
  })
  if (!asking) return <Button onClick={() => setAsking(true)}>{t.members.reveal}</Button>
  return (
    <Form {...props}>
      {head}
      <p className="muted">{t.members.revealHint}</p>
      <Form.Item name="purpose" label={t.members.purpose} rules={[{ required: true, message: t.common.required }]}><Input maxLength={200} placeholder={t.members.purposeHint} autoFocus /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.members.reveal}</Button> <Button onClick={() => setAsking(false)}>{t.common.cancel}</Button>
    </Form>
  )
}

type Changes = Partial<Pick<Member, 'name' | 'ethnicity' | 'education' | 'occupation' | 'appliedOn' | 'joinedOn' | 'formalOn' | 'tags' | 'externalCode'>>

function Change({ member, done }: { member: Member; done: (member: Member) => void }) {
  const { texts: t } = useSession()
  const { name, ethnicity, education, occupation, appliedOn, joinedOn, formalOn, tags, externalCode } = member
  const { busy, head, props } = useForm<Changes>({
    draft: `member.${member.id}`, initial: { name, ethnicity, education, occupation, appliedOn, joinedOn, formalOn, tags, externalCode },
    submit: async values => done(await patch('/api/v1/members/{id}', { path: { id: member.id }, body: values, version: member.version })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="name" label={t.members.name} rules={[{ required: true, message: t.common.required }]}><Input maxLength={50} /></Form.Item>
      <Form.Item name="ethnicity" label={t.members.ethnicity}><Input maxLength={20} /></Form.Item>
      <Form.Item name="education" label={t.members.education}><Input maxLength={20} /></Form.Item>
      <Form.Item name="occupation" label={t.members.occupation}><Input maxLength={50} /></Form.Item>
      <Form.Item name="appliedOn" label={t.members.appliedOn}><DateField /></Form.Item>
      <Form.Item name="joinedOn" label={t.members.joinedOn}><DateField /></Form.Item>
      <Form.Item name="formalOn" label={t.members.formalOn}><DateField /></Form.Item>
      <Form.Item name="tags" label={t.members.tags}><Select mode="tags" tokenSeparators={[',', '，', '、']} /></Form.Item>
      <Form.Item name="externalCode" label={t.members.externalCode}><Input maxLength={60} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
    </Form>
  )
}

interface MobilityValues {
  leftOn: string
  hostOrganizationId?: string
  place?: string
  contactName?: string
  reason?: string
}

function NewMobility({ member, done }: { member: Member; done: () => void }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<MobilityValues>({
    draft: `mobility.${member.id}`,
    submit: async (values, key) => {
      await post('/api/v1/members/{id}/mobility', { path: { id: member.id }, body: values, key })
      done()
    },
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="leftOn" label={t.mobility.leftOn} rules={[{ required: true, message: t.common.required }]}><DateField /></Form.Item>
      <Form.Item name="hostOrganizationId" label={t.mobility.hostOrganization}>{session.can('members.transfer') ? <ReceiverField /> : <OrganizationField />}</Form.Item>
      <Form.Item name="place" label={t.mobility.place}><Input maxLength={200} /></Form.Item>
      <Form.Item name="contactName" label={t.mobility.contact}><Input maxLength={50} /></Form.Item>
      <Form.Item name="reason" label={t.mobility.reason}><Input maxLength={200} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
    </Form>
  )
}

function Close({ member, done }: { member: Member; done: () => void }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<{ status: 'left' | 'deceased' | 'suspended'; reason: string; on?: string }>({
    draft: `close.${member.id}`,
    submit: async values => {
      await post('/api/v1/members/{id}/close', { path: { id: member.id }, body: values, version: member.version })
      done()
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <Form {...props}>
      {head}
      <Form.Item name="status" label={t.members.status} rules={required}><Select options={optionsOf({ left: t.memberStatus.left, deceased: t.memberStatus.deceased })} /></Form.Item>
      <Form.Item name="on" label={t.common.date}><DateField /></Form.Item>
      <Form.Item name="reason" label={t.common.reason} rules={required}><Input.TextArea rows={3} maxLength={200} /></Form.Item>
      <Button type="primary" danger htmlType="submit" loading={busy}>{t.members.close}</Button>
    </Form>
  )
}
