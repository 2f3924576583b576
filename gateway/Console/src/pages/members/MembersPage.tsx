import { Button, Form, Input, Select } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { MemberRow, MemberStatus } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { DateField, OrganizationField, optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { useForm } from '../../shared/useForm'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { BulkActions, mostChosen } from './BulkActions'

export default function MembersPage() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<MemberRow[]>([])
  const [version, setVersion] = useState(0)
  const filters = useMemo((): Filter[] => [
    { kind: 'organization', name: 'under', label: t.members.under },
    { kind: 'text', name: 'q', label: t.members.name, hint: t.members.nameHint },
    { kind: 'choice', name: 'status', label: t.members.status, options: optionsOf(t.memberStatus) },
    { kind: 'choice', name: 'mobile', label: t.members.mobile, options: [{ value: 'true', label: t.members.mobileOnly }, { value: 'false', label: t.members.notMobile }] },
  ], [t])
  const columns = useMemo((): Column<MemberRow>[] => [
    { key: 'name', title: t.members.name, text: row => row.name, render: (_, row) => <Link to={`/members/${row.id}`}>{row.name}</Link> },
    { key: 'sex', title: t.members.sex, text: row => t.sexes[row.sex], render: (_, row) => t.sexes[row.sex] },
    { key: 'birthDate', title: t.members.birthDate, dataIndex: 'birthDate', text: row => row.birthDate },
    { key: 'status', title: t.members.status, text: row => t.memberStatus[row.status], render: (_, row) => <>{t.memberStatus[row.status]} {row.mobile && <StateTag color="orange">{t.members.mobile}</StateTag>}</> },
    { key: 'organization', title: t.members.organization, places: row => [row.organizationId], render: (_, row) => <OrganizationLink id={row.organizationId} /> },
    { key: 'joinedOn', title: t.members.joinedOn, dataIndex: 'joinedOn', text: row => row.joinedOn },
    { key: 'formalOn', title: t.members.formalOn, dataIndex: 'formalOn', text: row => row.formalOn, extra: true },
    { key: 'idNumber', title: t.members.idNumber, dataIndex: 'idNumber', text: row => row.idNumber },
    { key: 'phone', title: t.members.phone, dataIndex: 'phone', text: row => row.phone },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/members', {
    query: { under: query.under, q: query.q, status: query.status as MemberStatus | undefined, mobile: query.mobile === undefined ? undefined : query.mobile === 'true', limit, cursor }, signal,
  }), [])
  const selection = useMemo(() => ({ chosen, choose: setChosen, nameOf: (row: MemberRow) => row.name, most: mostChosen }), [chosen])
  return (
    <div className="page">
      <PageHead title={t.members.title}>
        {session.can('members.search-identity') && <SearchByIdentity open={id => void navigate(`/members/${id}`)} />}
        {session.can('members.admit') && <Admit open={id => void navigate(`/members/${id}`)} />}
      </PageHead>
      <section className="panel">
        <KeysetTable
          name="members" empty={t.members.none} rowKey="id" export={{ path: '/api/v1/members/export', permission: 'members.export', purpose: true }} filters={filters} columns={columns} load={load} version={version}
          toolbar={<BulkActions chosen={chosen} choose={setChosen} changed={() => setVersion(before => before + 1)} />} selection={selection}
        />
      </section>
    </div>
  )
}

function SearchByIdentity({ open }: { open: (id: string) => void }) {
  const { texts: t } = useSession()
  const [shown, setShown] = useState(false)
  const [none, setNone] = useState(false)
  const { busy, head, props } = useForm<{ idNumber: string; purpose: string }>({
    draft: 'members.identity', secret: ['idNumber'],
    keep: true,
    submit: async values => {
      setNone(false)
      const { items } = await post('/api/v1/members/search-by-identity', { body: values })
      if (items[0]) open(items[0].id)
      else setNone(true)
    },
  })
  return (
    <>
      <Button onClick={() => setShown(true)}>{t.members.searchIdentity}</Button>
      <Dialog open={shown} title={t.members.searchIdentity} onClose={() => setShown(false)}>
        <Form {...props}>
          {head}
          <p className="muted">{t.members.searchIdentityHint}</p>
          <Form.Item name="idNumber" label={t.members.idNumber} rules={[{ required: true, message: t.common.required }]}><Input maxLength={18} autoComplete="off" /></Form.Item>
          <Form.Item name="purpose" label={t.members.purpose} rules={[{ required: true, message: t.common.required }]}><Input maxLength={200} placeholder={t.members.purposeHint} /></Form.Item>
          {none && <p role="status">{t.members.personNotFound}</p>}
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.search}</Button>
        </Form>
      </Dialog>
    </>
  )
}

interface NewMember {
  organizationId: string
  idNumber: string
  name: string
  ethnicity?: string
  education?: string
  status?: MemberStatus
  appliedOn?: string
  joinedOn?: string
  formalOn?: string
  phone?: string
  occupation?: string
}

function Admit({ open }: { open: (id: string) => void }) {
  const { texts: t } = useSession()
  const [shown, setShown] = useState(false)
  const required = [{ required: true, message: t.common.required }]
  const { busy, head, props } = useForm<NewMember>({
    draft: 'member.new', secret: ['idNumber', 'phone'],
    initial: { status: 'probationary' },
    submit: async (values, key) => {
      const member = await post('/api/v1/members', { body: values, key })
      setShown(false)
      open(member.id)
    },
  })
  return (
    <>
      <Button type="primary" onClick={() => setShown(true)}>{t.members.admit}</Button>
      <Dialog open={shown} title={t.members.admit} onClose={() => setShown(false)} width={640}>
        <Form {...props}>
          {head}
          <Form.Item name="organizationId" label={t.members.organization} rules={required}><OrganizationField /></Form.Item>
          <Form.Item name="name" label={t.members.name} rules={required}><Input maxLength={50} autoComplete="off" /></Form.Item>
          <Form.Item name="idNumber" label={t.members.idNumber} rules={required}><Input maxLength={18} autoComplete="off" /></Form.Item>
          <Form.Item name="status" label={t.members.status}><Select options={optionsOf({ formal: t.memberStatus.formal, probationary: t.memberStatus.probationary })} /></Form.Item>
          <Form.Item name="appliedOn" label={t.members.appliedOn}><DateField /></Form.Item>
          <Form.Item name="joinedOn" label={t.members.joinedOn}><DateField /></Form.Item>
          <Form.Item name="formalOn" label={t.members.formalOn}><DateField /></Form.Item>
          <Form.Item name="ethnicity" label={t.members.ethnicity}><Input maxLength={20} /></Form.Item>
          <Form.Item name="education" label={t.members.education}><Input maxLength={20} /></Form.Item>
          <Form.Item name="occupation" label={t.members.occupation}><Input maxLength={50} /></Form.Item>
          <Form.Item name="phone" label={t.members.phone}><Input maxLength={20} autoComplete="off" inputMode="tel" /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}
