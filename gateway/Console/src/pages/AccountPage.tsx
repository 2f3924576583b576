import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { get, post, remove } from '../api/client'
import { session } from '../api/session'
import { postName } from '../frame/Layout'
import { PasswordForm } from '../frame/PasswordForm'
import { Dialog } from '../shared/Dialog'
import { Facts } from '../shared/Facts'
import { Identities } from '../shared/Identities'
import { PageHead } from '../shared/PageHead'
import { useAct } from '../shared/useAct'
import { useForm } from '../shared/useForm'
import { useLoad } from '../shared/useLoad'
import { StateTag } from '../shared/StateTag'
import { useSession } from '../texts'

export default function AccountPage() {
  const { texts: t, me } = useSession()
  const { message } = App.useApp()
  if (!me) return null
  return (
    <div className="page">
      <PageHead title={t.account.title} />
      <div className="grid">
        <section className="panel">
          <Facts items={[
            [t.account.userName, me.userName], [t.account.displayName, me.displayName],
            [t.account.posts, me.posts.length ? me.posts.map(one => <StateTag key={one.id}>{postName(one)}</StateTag>) : t.account.noPost],
          ]} />
          <SecondFactor enabled={me.secondFactor} />
        </section>
        <section className="panel">
          <h3>{t.account.changePassword}</h3>
          <PasswordForm onDone={() => void message.success(t.account.changed)} />
        </section>
      </div>
      <OwnIdentities userName={me.userName} />
    </div>
  )
}

/** Where one can sign in besides, and as whom; not shown where there is no provider. */
function OwnIdentities({ userName }: { userName: string }) {
  const { texts: t, language } = useSession()
  const { confirm } = useAct()
  const [linking, setLinking] = useState<string | null>(null)
  const providers = useLoad(signal => get('/api/v1/auth/providers', { signal }), [])
  const own = useLoad(signal => get('/api/v1/me/identities', { signal }), [])
  const { busy, head, props } = useForm<{ password: string }>({
    submit: async ({ password }) => {
      location.assign((await post('/api/v1/me/identities', { body: { provider: linking!, password } })).continueAt)
    },
  })
  const items = own.data?.items ?? []
  const nameOf = (provider: string) => {
    const found = providers.data?.items.find(one => one.provider === provider)
    return found ? (language === 'en' ? found.titleEn : found.titleZh) : provider
  }
  if (!providers.data?.items.length && !items.length) return null
  return (
    <section className="panel">
      <div className="panel-head">
        <h3>{t.signOn.title}</h3>
        {providers.data?.items.filter(one => !items.some(item => item.provider === one.provider)).map(one => <Button key={one.provider} onClick={() => setLinking(one.provider)}>{t.signOn.link(nameOf(one.provider))}</Button>)}
      </div>
      <p className="muted">{t.signOn.hint}</p>
      <Identities of={userName} rows={items} nameOf={nameOf} act={identity => void confirm(t.signOn.unlink, t.signOn.unlinkText, () => remove('/api/v1/me/identities/{identityId}', { path: { identityId: identity.id } })).then(own.reload)} />
      <Dialog open={linking !== null} title={linking === null ? '' : t.signOn.link(nameOf(linking))} onClose={() => setLinking(null)}>
        <Form {...props}>
          {head}
          <p>{t.signOn.linkHint}</p>
          <Form.Item name="password" label={t.account.current} rules={[{ required: true, message: t.common.required }]}><Input.Password autoComplete="current-password" /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.confirm}</Button>
        </Form>
      </Dialog>
    </section>
  )
}

function SecondFactor({ enabled }: { enabled: boolean }) {
  const t = session.texts
  const [asking, setAsking] = useState(false)
  const [key, setKey] = useState<string | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const close = () => { setAsking(false); setKey(null); setCodes(null) }

  const password = useForm<{ password: string }>({
    submit: async values => {
      if (enabled) {
        await post('/api/v1/auth/second-factor/remove', { body: values })
        await session.refresh()
        close()
      } else {
        setKey((await post('/api/v1/auth/second-factor', { body: values })).key)
      }
      password.form.resetFields()
    },
  })
  const code = useForm<{ code: string }>({
    submit: async values => {
      setCodes((await post('/api/v1/auth/second-factor/confirm', { body: values })).codes)
      code.form.resetFields()
      await session.refresh()
    },
  })
  return (
    <>
      <h3>{t.account.secondFactor} <StateTag color={enabled ? 'green' : 'default'}>{enabled ? t.account.enabled : t.account.notEnabled}</StateTag></h3>
      <p className="muted">{t.account.secondFactorHint}</p>
      <Button onClick={() => setAsking(true)}>{enabled ? t.account.disable : t.account.enable}</Button>
      <Dialog open={asking} title={t.account.secondFactor} onClose={close}>
        {codes ? (
          <>
            <p>{t.account.recoveryHint}</p>
            <ul>{codes.map(one => <li key={one}><code>{one}</code></li>)}</ul>
            <Button type="primary" onClick={close}>{t.common.close}</Button>
          </>
        ) : key ? (
          <Form {...code.props}>
            {code.head}
            <p>{t.account.keyHint}</p>
            <p><code>{key.match(/.{1,4}/g)?.join(' ')}</code></p>
            <Form.Item name="code" label={t.account.confirmCode} rules={[{ required: true, message: t.common.required }]}><Input autoComplete="one-time-code" maxLength={6} /></Form.Item>
            <Button type="primary" htmlType="submit" loading={code.busy}>{t.account.enable}</Button>
          </Form>
        ) : (
          <Form {...password.props}>
            {password.head}
            <Form.Item name="password" label={t.account.current} rules={[{ required: true, message: t.common.required }]}><Input.Password autoComplete="current-password" /></Form.Item>
            <Button type="primary" htmlType="submit" loading={password.busy}>{t.common.confirm}</Button>
          </Form>
        )}
      </Dialog>
    </>
  )
}
