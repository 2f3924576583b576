import { Button, Form, Input } from 'antd'
import { post } from '../api/client'
import { useForm } from '../shared/useForm'
import { useTexts } from '../texts'

interface Values {
  currentPassword: string
  newPassword: string
  repeat: string
}

export function PasswordForm({ onDone }: { onDone: () => void | Promise<void> }) {
  const t = useTexts()
  const { form, busy, head, props } = useForm<Values>({
    submit: async ({ currentPassword, newPassword }) => {
      await post('/api/v1/auth/password', { body: { currentPassword, newPassword } })
      form.resetFields()
      await onDone()
    },
  })
  return (
    <Form {...props} requiredMark={false}>
      {head}
      <Form.Item name="currentPassword" label={t.account.current} rules={[{ required: true, message: t.common.required }]}><Input.Password autoComplete="current-password" maxLength={128} /></Form.Item>
      <Form.Item name="newPassword" label={t.account.next} extra={t.account.rule} rules={[{ required: true, message: t.common.required }]}><Input.Password autoComplete="new-password" maxLength={128} /></Form.Item>
      <Form.Item
        name="repeat" label={t.account.repeat} dependencies={['newPassword']}
        rules={[{ required: true, message: t.common.required }, { validator: (_, value) => (!value || value === form.getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error(t.account.differs))) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={128} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.account.changePassword}</Button>
    </Form>
  )
}
