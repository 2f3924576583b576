import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { meaningOf } from './sharing'

/** Says on a thing's own page that something in it is wrong; it reaches the tasks of who owns it. */
export function ReportError({ resource, objectId }: { resource: 'organizations' | 'members' | 'pairing'; objectId: string }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  if (!session.can('sharing.report')) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.sharing.report}</Button>
      <Dialog open={open} title={t.sharing.report} onClose={() => setOpen(false)}><ReportForm resource={resource} objectId={objectId} done={() => setOpen(false)} /></Dialog>
    </>
  )
}

interface Values {
  item: string
  stands?: string
  shouldBe: string
  evidence?: string
}

function ReportForm({ resource, objectId, done }: { resource: string; objectId: string; done: () => void }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const entry = useLoad(signal => get('/api/v1/sharing/catalogue/{code}', { path: { code: resource }, signal }), [resource])
  // What is written may name people, so no draft of it stays in the browser.
  const { busy, head, props, form } = useForm<Values>({
    submit: async ({ item, stands, shouldBe, evidence }, key) => {
      const made = await post('/api/v1/sharing/corrections', { key, body: { resource, objectId, item, shouldBe, stands: stands || null, evidence: evidence || null } })
      void message.success(t.sharing.reported(made.organizationName ?? '', made.dueOn))
      done()
    },
  })
  const chosen = Form.useWatch('item', form)
  const required = [{ required: true, message: t.common.required }]
  return (
    <Async from={entry} rows={3}>
      {({ items }) => (
        <Form {...props}>
          {head}
          <p>{t.sharing.reportText}</p>
          <Form.Item name="item" label={t.sharing.item} rules={required}><Select showSearch={{ optionFilterProp: 'label' }} options={items.map(item => ({ value: item.name, label: meaningOf(item) }))} /></Form.Item>
          {items.some(item => item.name === chosen && !item.personal) && <Form.Item name="stands" label={t.sharing.stands}><Input maxLength={500} autoComplete="off" /></Form.Item>}
          <Form.Item name="shouldBe" label={t.sharing.shouldBe} extra={t.sharing.sealedHint} rules={required}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
          <Form.Item name="evidence" label={t.sharing.evidence}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
        </Form>
      )}
    </Async>
  )
}
