import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { patch, post } from '../../api/client'
import type { Organization } from '../../api/types'
import { Dialog } from '../../shared/Dialog'
import { DateField, optionsOf } from '../../shared/fields'
import { useDomainTypes } from '../../shared/known'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'

type Values = Pick<Organization, 'name' | 'kind' | 'domainType'> & Partial<Pick<Organization, 'code' | 'regionCode' | 'unitName' | 'creditCode' | 'unitClass' | 'establishedOn' | 'externalCode'>>

/** Registers an organization below another, or at the top. */
export function RegisterButton({ parent, onDone }: { parent?: Organization; onDone: (organization: Organization) => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const title = parent ? t.organizations.register : t.organizations.registerTop
  return (
    <>
      <Button type={parent ? 'default' : 'primary'} onClick={() => setOpen(true)}>{title}</Button>
      <Dialog open={open} title={parent ? `${title} · ${parent.name}` : title} onClose={() => setOpen(false)} width={640}>
        <OrganizationForm
          draft={`organization.new.${parent?.id ?? 'top'}`} initial={{ kind: 'branch', ...(parent ? { domainType: parent.domainType } : {}) }} withCode
          submit={async (values, key) => {
            const made = await post('/api/v1/organizations', { body: { ...values, parentId: parent?.id ?? null }, key })
            setOpen(false)
            onDone(made)
          }}
        />
      </Dialog>
    </>
  )
}

export function ChangeButton({ organization, onDone }: { organization: Organization; onDone: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.organizations.change}</Button>
      <Dialog open={open} title={`${t.organizations.change} · ${organization.name}`} onClose={() => setOpen(false)} width={640}>
        <OrganizationForm
          draft={`organization.${organization.id}`} initial={organization}
          submit={async values => {
            await patch('/api/v1/organizations/{id}', { path: { id: organization.id }, body: values, version: organization.version })
            setOpen(false)
            onDone()
          }}
        />
      </Dialog>
    </>
  )
}

function OrganizationForm({ draft, initial, withCode, submit }: { draft: string; initial: Partial<Values>; withCode?: boolean; submit: (values: Values, key: string) => Promise<void> }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const { name, kind, domainType, regionCode, unitName, unitClass, establishedOn, externalCode, creditCode } = initial
  const { busy, head, props } = useForm<Values>({ draft, initial: { name, kind, domainType, regionCode, unitName, unitClass, establishedOn, externalCode, creditCode } as Partial<Values>, submit })
  const required = [{ required: true, message: t.common.required }]
  return (
    <Form {...props}>
      {head}
      <Form.Item name="name" label={t.common.name} rules={required}><Input maxLength={200} autoFocus /></Form.Item>
      {withCode && <Form.Item name="code" label={t.common.code} extra={t.organizations.codeHint}><Input maxLength={60} /></Form.Item>}
      <Form.Item name="kind" label={t.organizations.kind} rules={required}><Select options={optionsOf(t.kinds)} /></Form.Item>
      <Form.Item name="domainType" label={t.organizations.domainType} rules={required}><Select options={types.options} /></Form.Item>
      <Form.Item name="regionCode" label={t.organizations.region}><Input maxLength={12} inputMode="numeric" /></Form.Item>
      <Form.Item name="unitName" label={t.organizations.unitName}><Input maxLength={200} /></Form.Item>
      <Form.Item name="creditCode" label={t.organizations.creditCode}><Input maxLength={18} /></Form.Item>
      <Form.Item name="unitClass" label={t.organizations.unitClass}><Input maxLength={40} /></Form.Item>
      <Form.Item name="establishedOn" label={t.organizations.establishedOn}><DateField /></Form.Item>
      <Form.Item name="externalCode" label={t.organizations.externalCode}><Input maxLength={60} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
    </Form>
  )
}
