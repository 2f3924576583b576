import { Button, Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { DataResource, ShareRequest } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { DateField, OrganizationField, optionsOf } from '../../shared/fields'
import { PlaceField } from '../../shared/SearchField'
import { StateTag } from '../../shared/StateTag'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { classColours, meaningOf, nameOfResource } from './sharing'

interface Values {
  resource: string
  items?: string[]
  purpose: string
  legalBasis: string
  organizationId?: string | null
  frequency: DataResource['frequency']
  until: string
}

/** Asks in an app's name. */
export function AskForData({ appId }: { appId: string }) {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.sharing.ask}</Button>
      <Dialog open={open} title={t.sharing.ask} width={680} onClose={() => setOpen(false)}>
        <AskForm draft={`share.${appId}`} initial={{ frequency: 'daily' }} submit={async (values, key) => {
          const asked = await post('/api/v1/sharing/requests', { body: { ...values, items: values.items ?? null, organizationId: values.organizationId ?? null, appId }, key })
          void navigate(`/sharing/requests/${asked.id}`)
        }} />
      </Dialog>
    </>
  )
}

/** Hands in again what was returned; the resource is the same. */
export function AskAgain({ of, done }: { of: ShareRequest; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.sharing.resubmit}</Button>
      <Dialog open={open} title={t.sharing.resubmit} width={680} onClose={() => setOpen(false)}>
        <AskForm
          draft={`share.again.${of.id}`} fixed={of.resource} place={of.organizationId ? { id: of.organizationId, name: of.organizationName ?? of.organizationId } : undefined}
          initial={{ resource: of.resource, items: of.items, purpose: of.purpose, legalBasis: of.legalBasis, organizationId: of.organizationId ?? null, frequency: of.frequency, until: of.until }}
          submit={async ({ resource: _, ...values }, key) => {
            await post('/api/v1/sharing/requests/{id}/resubmit', { path: { id: of.id }, version: of.version, body: { ...values, items: values.items ?? null, organizationId: values.organizationId ?? null }, key })
            setOpen(false)
            done()
          }}
        />
      </Dialog>
    </>
  )
}

function AskForm({ draft, initial, fixed, place, submit }: { draft: string; initial: Partial<Values>; fixed?: string; place?: { id: string; name: string } | undefined; submit: (values: Values, key: string) => Promise<void> }) {
  const { texts: t } = useSession()
  const catalogue = useLoad(signal => get('/api/v1/sharing/catalogue', { signal }), [])
  const { busy, head, props, form } = useForm<Values>({ draft, initial, submit })
  const code = Form.useWatch('resource', form) ?? fixed
  const required = [{ required: true, message: t.common.required }]
  return (
    <Async from={catalogue}>
      {resources => {
        const chosen = resources.find(one => one.code === code)
        return (
          <Form {...props}>
            {head}
            <Form.Item name="resource" label={t.sharing.resource} rules={required} extra={chosen && <><StateTag color={classColours[chosen.class]!}>{t.sharing.classes[chosen.class]}</StateTag> {chosen.reason}</>}>
              <Select disabled={fixed !== undefined} options={resources.filter(one => one.class !== 'notShared').map(one => ({ value: one.code, label: nameOfResource(one) }))} onChange={() => form.setFieldValue('items', undefined)} />
            </Form.Item>
            {chosen && <Form.Item name="items" label={t.sharing.items} extra={t.sharing.itemsHint}><Checkbox.Group options={chosen.items.map(item => ({ value: item.name, label: meaningOf(item) }))} /></Form.Item>}
            <Form.Item name="purpose" label={t.sharing.purpose} extra={t.sharing.purposeHint} rules={required}><Input.TextArea rows={3} maxLength={500} /></Form.Item>
            <Form.Item name="legalBasis" label={t.sharing.duty} extra={t.sharing.dutyHint} rules={required}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
            <Form.Item name="organizationId" label={t.sharing.place} extra={t.sharing.placeHint}>{session.can('accounts.read') ? <PlaceField known={place && { ...place, path: [] }} /> : <OrganizationField />}</Form.Item>
            <Form.Item name="frequency" label={t.sharing.fetched} rules={required}><Select options={optionsOf(t.sharing.frequencies)} /></Form.Item>
            <Form.Item name="until" label={t.sharing.until} extra={t.sharing.untilHint} rules={required}><DateField /></Form.Item>
            <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
          </Form>
        )
      }}
    </Async>
  )
}
