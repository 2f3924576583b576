import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { post } from '../api/client'
import { Problem } from '../api/problem'
import { FormProblem } from '../shared/FormProblem'
import { useTexts } from '../texts'

interface Values {
  userName: string
  password: string
  code?: string
}

/** Name and password, and the second factor once the account asks for it. */
export function SignInForm({ userName, onDone }: { userName?: string; onDone: (csrf: string) => Promise<void> }) {
  const t = useTexts()
  const [busy, setBusy] = useState(false)
  const [wantsCode, setWantsCode] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [form] = Form.useForm<Values>()

  const submit = async (values: Values) => {
    setBusy(true)
    setProblem(null)
    try {
      const answer = await post('/api/v1/auth/session', { body: { userName: values.userName, password: values.password, code: values.code || null } })
      await onDone(answer.csrf)
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      const asks = failure.code === 'sign-in.code-required' || failure.code === 'sign-in.code-wrong'
      setWantsCode(asks || wantsCode)
      setProblem(failure)
      setTimeout(() => form.getFieldInstance(asks ? 'code' : 'password')?.focus?.())
    } finally {
      setBusy(false)
    }
  }

  return (
    <Form form={form} layout="vertical" onFinish={submit} initialValues={{ userName }} requiredMark={false} disabled={busy}>
      <FormProblem problem={problem} />
      <Form.Item name="userName" label={t.signIn.userName} rules={[{ required: true, message: t.common.required }]}>
        <Input autoComplete="username" autoFocus={!userName} readOnly={!!userName} maxLength={100} />
      </Form.Item>
      <Form.Item name="password" label={t.signIn.password} rules={[{ required: true, message: t.common.required }]}>
        <Input.Password autoComplete="current-password" autoFocus={!!userName} maxLength={128} />
      </Form.Item>
      {wantsCode && (
        <Form.Item name="code" label={t.signIn.code} extra={t.signIn.codeHint} rules={[{ required: true, message: t.common.required }]}>
          <Input autoComplete="one-time-code" maxLength={20} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={busy}>{t.signIn.submit}</Button>
    </Form>
  )
}
