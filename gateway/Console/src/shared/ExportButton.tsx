import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Radio } from 'antd'
import { useState } from 'react'
import { addressOf, download } from '../api/client'
import { session } from '../api/session'
import { useTexts } from '../texts'
import { Dialog } from './Dialog'
import { useForm } from './useForm'

/** Where the API gives a list as a sheet. */
export interface ExportRoute {
  path: `/api/v1/${string}/export`
  permission: string
  /** In the path. */
  parts?: Record<string, string>
  /** What the page adds to the list's own filters. */
  fixed?: Record<string, string>
  /** A list of persons goes out for a purpose only, which stands in the audit log. */
  purpose?: boolean
}

interface Values {
  format: 'xlsx' | 'csv'
  purpose?: string
}

/** Takes a list out as a sheet: all that its filters leave, written by the server. */
export function ExportButton({ name, route, query, label }: { name: string; route: ExportRoute; query: Record<string, string | string[]>; label?: string }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<Values>({
    initial: { format: 'xlsx' }, keep: true,
    submit: async ({ format, purpose }) => {
      await download(addressOf(route.path, route.parts, { ...query, ...route.fixed, format, purpose: purpose?.trim() }), `${name}.${format}`)
      setOpen(false)
      void message.success(t.common.exported)
    },
  })
  if (!session.can(route.permission)) return null
  return (
    <>
      <Button icon={<DownloadOutlined />} title={label ?? t.common.export} aria-label={label ?? t.common.export} onClick={() => setOpen(true)}>{label}</Button>
      <Dialog open={open} title={label ?? t.common.export} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="format" label={t.common.format}><Radio.Group options={[{ value: 'xlsx', label: 'Excel (.xlsx)' }, { value: 'csv', label: 'CSV' }]} /></Form.Item>
          <Form.Item
            name="purpose" label={t.common.purpose} extra={route.purpose ? t.common.purposeMasked : t.common.purposeAudited}
            rules={route.purpose ? [{ required: true, whitespace: true, min: 2, message: t.common.purposeNeeded }] : []}
          >
            <Input maxLength={200} placeholder={t.common.purposeHint} autoComplete="off" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.exportNow}</Button>
        </Form>
      </Dialog>
    </>
  )
}
