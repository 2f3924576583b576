import { Button, Form, Input, Result } from 'antd'
import { useEffect } from 'react'
import { post } from '../api/client'
import { session } from '../api/session'
import { useForm } from '../shared/useForm'
import { useSession } from '../texts'

interface Values {
  code: string
  password: string
  repeat: string
}

/** Makes the first administrator of an installation that has no account yet. */
export default function SetUpPage({ open, userName }: { open: boolean; userName: string }) {
  const { texts: t } = useSession()
  useEffect(() => { document.title = `${t.setUp.title} - ${t.product}` }, [t])
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="brand"><img src="/favicon.svg" alt="" /><h1>{t.product}</h1></div>
        {open ? <SetUpForm userName={userName} /> : <Result status="info" title={t.setUp.done} extra={<Button type="primary" href="/">{t.signIn.title}</Button>} />}
      </div>
    </main>
  )
}

function SetUpForm({ userName }: { userName: string }) {
  const { texts: t } = useSession()
  const { form, busy, head, props } = useForm<Values>({
    keep: true,
    submit: async ({ code, password }) => {
      await post('/api/v1/setup', { body: { code: code.trim(), password } })
      history.replaceState(null, '', '/')
      await post('/api/v1/auth/session', { body: { userName, password, code: null } })
      await session.refresh()
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <h2 style={{ fontSize: '1.15rem' }}>{t.setUp.title}</h2>
      <p className="muted">{t.setUp.hint(userName)}</p>
      <Form {...props} requiredMark={false}>
        {head}
        <Form.Item name="code" label={t.setUp.code} extra={t.setUp.codeHint} rules={required}><Input autoComplete="off" autoFocus maxLength={40} /></Form.Item>
        <Form.Item name="password" label={t.account.next} extra={t.account.rule} rules={required}><Input.Password autoComplete="new-password" maxLength={128} /></Form.Item>
        <Form.Item
          name="repeat" label={t.account.repeat} dependencies={['password']}
          rules={[...required, { validator: (_, value) => (!value || value === form.getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t.account.differs))) }]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>{t.setUp.submit}</Button>
      </Form>
    </>
  )
}
