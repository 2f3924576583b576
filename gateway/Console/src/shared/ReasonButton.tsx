import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../texts'
import { Dialog } from './Dialog'
import { useForm } from './useForm'

/** An act that wants a reason; `of` is what is acted on, whose reason is not another's. */
export function ReasonButton({ label, text, danger = false, size, of, act }: { label: string; text: string; danger?: boolean; size?: 'small'; of: string; act: (reason: string) => Promise<unknown> }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ reason: string }>({
    draft: `reason.${label}.${of}`,
    submit: async ({ reason }) => {
      await act(reason)
      setOpen(false)
    },
  })
  return (
    <>
      <Button danger={danger} {...(size ? { size } : {})} onClick={() => setOpen(true)}>{label}</Button>
      <Dialog open={open} title={label} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <p>{text}</p>
          <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={200} autoFocus /></Form.Item>
          <Button type="primary" danger={danger} htmlType="submit" loading={busy}>{label}</Button>
        </Form>
      </Dialog>
    </>
  )
}
