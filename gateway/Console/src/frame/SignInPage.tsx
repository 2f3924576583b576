import { Alert, Button } from 'antd'
import { useState } from 'react'
import { session } from '../api/session'
import { speak, useSession } from '../texts'
import { SignInForm } from './SignInForm'
import { outcomeText, signOn } from './signOn'
import { SignOnButtons } from './SignOnButtons'
import { SignOnCodeForm } from './SignOnCodeForm'

export function SignInPage() {
  const { texts: t, language, large } = useSession()
  const [outcome, setOutcome] = useState(signOn.outcome)
  const text = outcomeText(t, outcome)
  // Said once: whoever has signed in after it need not read it again.
  const done = () => { signOn.outcome = null; return session.refresh() }
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="brand"><img src="/favicon.svg" alt="" /><h1>{t.product}</h1></div>
        <p className="muted">{t.slogan}</p>
        {text && <Alert type={outcome === 'code-required' ? 'info' : 'warning'} showIcon role="alert" title={text} style={{ marginBottom: 16 }} />}
        {outcome === 'code-required' ? <SignOnCodeForm onDone={done} onOver={() => { signOn.outcome = null; setOutcome(null) }} /> : <><SignInForm onDone={done} /><SignOnButtons /></>}
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
