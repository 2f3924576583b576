import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, Input, Radio, Select } from 'antd'
import { get } from '../../api/client'
import type { AppAccess, AppEnvironment, AppResource, AppScope } from '../../api/types'
import { PlaceField } from '../../shared/SearchField'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'

interface ScopeValues {
  resource: AppResource
  access: AppAccess
  organizationId?: string | null
}

export interface AppValues {
  name: string
  contact: string
  environment: AppEnvironment
  organizationId?: string | null
  plan: string
  /** One address or network a line. */
  networks: string
  scopes: ScopeValues[]
}

export const emptyApp: Partial<AppValues> = { environment: 'production', plan: 'standard', networks: '', scopes: [{ resource: 'organizations', access: 'read' }] }

export const networksOf = (values: AppValues) => (values.networks ?? '').split(/[\s,，;；]+/).filter(line => line !== '')

/** A scope without a place of its own is where the app is at home. */
export const scopesOf = (values: AppValues): AppScope[] => (values.scopes ?? []).map(scope => ({
  resource: scope.resource, access: scope.access, organizationId: scope.organizationId ?? values.organizationId ?? null,
}))

/** What an app is given when it is registered, or later. */
export function AppFields({ register = false }: { register?: boolean }) {
  const { texts: t } = useSession()
  const choices = useLoad(signal => get('/api/v1/apps/choices', { signal }), [])
  const required = [{ required: true, message: t.common.required }]
  const resources = [...new Set((choices.data?.scopes ?? []).map(scope => scope.resource))].map(value => ({ value, label: t.apps.resources[value] }))
  return (
    <>
      <Form.Item name="name" label={t.apps.name} rules={required}><Input maxLength={100} autoComplete="off" /></Form.Item>
      <Form.Item name="contact" label={t.apps.contact} extra={t.apps.contactHint} rules={required}><Input maxLength={200} autoComplete="off" /></Form.Item>
      {register && <Form.Item name="environment" label={t.apps.environment} rules={required}><Radio.Group options={(['production', 'sandbox'] as const).map(value => ({ value, label: t.apps.environments[value] }))} /></Form.Item>}
      {register && <Form.Item name="organizationId" label={t.apps.home} extra={t.apps.homeHint}><PlaceField /></Form.Item>}
      <fieldset className="lines">
        <legend>{t.apps.scopes}</legend>
        <p className="muted">{t.apps.scopesHint}</p>
        <Form.List name="scopes">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key} className="line">
                  <Form.Item name={[name, 'resource']} label={t.apps.resource} rules={required}><Select loading={choices.loading} options={resources} style={{ minWidth: 130 }} /></Form.Item>
                  <Form.Item name={[name, 'access']} label={t.apps.access} rules={required}><Select options={(['read', 'write'] as const).map(value => ({ value, label: t.apps.accesses[value] }))} style={{ minWidth: 110 }} /></Form.Item>
                  <Form.Item name={[name, 'organizationId']} label={t.apps.place} style={{ flex: 1, minWidth: 200 }}><PlaceField /></Form.Item>
                  <Button aria-label={`${t.apps.removeScope} ${name + 1}`} icon={<DeleteOutlined />} onClick={() => remove(name)} />
                </div>
              ))}
              <Button onClick={() => add({ access: 'read' })}>{t.apps.addScope}</Button>
            </>
          )}
        </Form.List>
      </fieldset>
      <Form.Item name="networks" label={t.apps.networks} extra={t.apps.networksHint}><Input.TextArea rows={2} autoComplete="off" /></Form.Item>
      <Form.Item name="plan" label={t.apps.plan} rules={required}>
        <Select loading={choices.loading} options={(choices.data?.plans ?? []).map(plan => ({ value: plan.name, label: plan.perSecond === 0 ? `${plan.name}: ${t.apps.unlimited}` : `${plan.name}: ${t.apps.perSecond(plan.perSecond, plan.burst)}` }))} />
      </Form.Item>
    </>
  )
}
