import { Button, Form, Input, Radio } from 'antd'
import { ReceiverField } from '../../shared/SearchField'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'

interface TransferValues {
  kind: 'inside' | 'outside'
  toOrganizationId?: string
  toOrganizationName?: string
  letterNo?: string
  reason: string
}

interface Letter {
  reason: string
  letterNo: string | null
  toOrganizationId: string | null
  toOrganizationName: string | null
}

/** Where the formal relation goes and why: for one member, or for several who go the same way. */
export function NewTransfer({ draft, issue }: { draft: string; issue: (letter: Letter, key: string) => Promise<void> }) {
  const { texts: t } = useSession()
  const { form, busy, head, props } = useForm<TransferValues>({
    draft, initial: { kind: 'inside' },
    submit: ({ kind, toOrganizationId, toOrganizationName, letterNo, reason }, key) => issue({
      reason, letterNo: letterNo || null, toOrganizationId: kind === 'inside' ? toOrganizationId ?? null : null, toOrganizationName: kind === 'outside' ? toOrganizationName ?? null : null,
    }, key),
  })
  const kind = Form.useWatch('kind', form) ?? 'inside'
  const required = [{ required: true, message: t.common.required }]
  return (
    <Form {...props}>
      {head}
      <Form.Item name="kind" label={t.transfers.kind}><Radio.Group options={[{ value: 'inside', label: t.transfers.toInside }, { value: 'outside', label: t.transfers.toOther }]} /></Form.Item>
      {kind === 'inside'
        ? <Form.Item name="toOrganizationId" label={t.transfers.toOrg} rules={required}><ReceiverField /></Form.Item>
        : <Form.Item name="toOrganizationName" label={t.transfers.outsideName} rules={required}><Input maxLength={200} /></Form.Item>}
      <Form.Item name="reason" label={t.transfers.reason} rules={required}><Input.TextArea rows={2} maxLength={200} /></Form.Item>
      <Form.Item name="letterNo" label={t.transfers.letterNo}><Input maxLength={60} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
    </Form>
  )
}
