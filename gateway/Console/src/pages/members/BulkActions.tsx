import { Button, Form, Input, Select, Space } from 'antd'
import { useState } from 'react'
import { get, patch, post } from '../../api/client'
import { session } from '../../api/session'
import type { MemberRow } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { ExportButton } from '../../shared/ExportButton'
import { useEach } from '../../shared/useEach'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'
import { NewTransfer } from './NewTransfer'

/** As many as one export names, and as one person can answer for at a time. */
export const mostChosen = 100

/** What can be done with several members at once; who was refused stays chosen. */
export function BulkActions({ chosen, choose, changed }: { chosen: MemberRow[]; choose: (members: MemberRow[]) => void; changed: () => void }) {
  const { texts: t } = useSession()
  const each = useEach()
  const [dialog, setDialog] = useState<'transfer' | 'change' | null>(null)
  if (chosen.length === 0) return null
  const name = (one: MemberRow) => one.name
  const finish = (refused: MemberRow[]) => {
    setDialog(null)
    choose(refused)
    changed()
  }
  return (
    <Space wrap style={{ marginBottom: 12 }} role="toolbar" aria-label={t.members.bulk}>
      <span role="status">{t.common.selected(chosen.length)}</span>
      <ExportButton name={t.members.title} label={t.members.exportChosen} query={{ ids: chosen.map(one => one.id) }} route={{ path: '/api/v1/members/export', permission: 'members.export', purpose: true }} />
      {session.can('members.transfer') && <Button onClick={() => setDialog('transfer')}>{t.members.transfer}</Button>}
      {session.can('members.change') && <Button onClick={() => setDialog('change')}>{t.members.changeSeveral}</Button>}
      <Button type="text" onClick={() => choose([])}>{t.common.clearSelection}</Button>
      <Dialog open={dialog !== null} onClose={() => setDialog(null)} title={dialog && `${dialog === 'transfer' ? t.members.transfer : t.members.changeSeveral} · ${t.common.selected(chosen.length)}`}>
        {dialog && <p>{chosen.slice(0, 10).map(name).join('、')}{chosen.length > 10 && '…'}</p>}
        {dialog === 'transfer' && <NewTransfer draft="transfer.several" issue={async body => finish(await each(chosen, name, one => post('/api/v1/members/{id}/transfers', { path: { id: one.id }, body })))} />}
        {dialog === 'change' && <ChangeSeveral submit={async changes => finish(await each(chosen, name, one => change(one.id, changes)))} />}
      </Dialog>
    </Space>
  )
}

interface Changes {
  education?: string
  occupation?: string
  addTags?: string[]
  removeTags?: string[]
}

/** Read first: tags are added to what is there, and nobody's newer change is lost. */
async function change(id: string, { education, occupation, addTags = [], removeTags = [] }: Changes) {
  const member = await get('/api/v1/members/{id}', { path: { id } })
  const tags = [...new Set([...member.tags, ...addTags])].filter(tag => !removeTags.includes(tag))
  await patch('/api/v1/members/{id}', { path: { id }, version: member.version, body: { ...(education ? { education } : {}), ...(occupation ? { occupation } : {}), tags } })
}

function ChangeSeveral({ submit }: { submit: (changes: Changes) => Promise<void> }) {
  const { texts: t } = useSession()
  const { form, busy, head, props } = useForm<Changes>({ draft: 'members.several', submit })
  const values = Form.useWatch([], form)
  return (
    <Form {...props}>
      {head}
      <p className="muted">{t.members.changeSeveralHint}</p>
      <Form.Item name="addTags" label={t.members.addTags}><Select mode="tags" tokenSeparators={[',', '，', '、']} /></Form.Item>
      <Form.Item name="removeTags" label={t.members.removeTags}><Select mode="tags" tokenSeparators={[',', '，', '、']} /></Form.Item>
      <Form.Item name="education" label={t.members.education}><Input maxLength={20} /></Form.Item>
      <Form.Item name="occupation" label={t.members.occupation}><Input maxLength={50} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy} disabled={!Object.values(values ?? {}).some(value => (Array.isArray(value) ? value.length > 0 : value))}>{t.common.save}</Button>
    </Form>
  )
}
