import { Button } from 'antd'
import { session } from '../api/session'
import { speak, useSession } from '../texts'
import { SignInForm } from './SignInForm'

export function SignInPage() {
  const { texts: t, language, large } = useSession()
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="brand"><img src="/favicon.svg" alt="" /><h1>{t.product}</h1></div>
        <p className="muted">{t.slogan}</p>
        <SignInForm onDone={() => session.refresh()} />
        <p className="muted" style={{ marginTop: 16 }}>{t.signIn.lockedHint}</p>
      </div>
      <p>
        <Button type="link" onClick={() => void speak(language === 'en' ? 'zh-CN' : 'en')}>{t.account.language}</Button>
        <Button type="link" onClick={() => session.write(!large)}>{large ? t.account.normal : t.account.large}</Button>
        <Button type="link" href="/docs/">{t.signIn.apiLink}</Button>
      </p>
    </main>
  )
}
