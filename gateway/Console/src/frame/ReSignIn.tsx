import { Button, Modal } from 'antd'
import { session } from '../api/session'
import { useSession } from '../texts'
import { SignInForm } from './SignInForm'
import { SignOnButtons } from './SignOnButtons'

/** Stands over the page when the session is over; what was typed below it stays, and what was sent goes out again. */
export function ReSignIn() {
  const { texts: t, expired, me } = useSession()
  if (!expired || !me) return null
  return (
    <Modal open title={t.signIn.again} footer={null} closable={false} keyboard={false} mask={{ closable: false }} zIndex={3000} width={420}>
      <p>{t.signIn.againHint}</p>
      <p className="muted">{t.signIn.sameAs(me.displayName || me.userName)}</p>
      <SignInForm userName={me.userName} onDone={csrf => session.signedInAgain(csrf)} />
      <SignOnButtons />
      <Button type="link" block onClick={() => session.forget()}>{t.signIn.leave}</Button>
    </Modal>
  )
}
