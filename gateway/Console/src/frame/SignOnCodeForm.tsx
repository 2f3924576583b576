import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { post } from '../api/client'
import { Problem } from '../api/problem'
import { FormProblem } from '../shared/FormProblem'
import { useTexts } from '../texts'

/** The second factor of who comes from a provider that does not see to it. */
export function SignOnCodeForm({ onDone, onOver }: { onDone: () => Promise<void>; onOver: () => void }) {
  const t = useTexts()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const submit = async ({ code }: { code: string }) => {
    setBusy(true)
    setProblem(null)
    try {
      await post('/api/v1/auth/sso/code', { body: { code } })
      await onDone()
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      setProblem(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<{ code: string }> layout="vertical" onFinish={submit} requiredMark={false} disabled={busy}>
      <FormProblem problem={problem} />
      <Form.Item name="code" label={t.signIn.code} extra={t.signIn.codeHint} rules={[{ required: true, message: t.common.required }]}>
        <Input autoComplete="one-time-code" autoFocus maxLength={20} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>{t.signIn.submit}</Button>
      <Button type="link" block onClick={onOver}>{t.signOn.otherWay}</Button>
    </Form>
  )
}
