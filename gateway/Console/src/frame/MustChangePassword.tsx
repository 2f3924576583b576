import { App, Modal } from 'antd'
import { session } from '../api/session'
import { useSession } from '../texts'
import { PasswordForm } from './PasswordForm'

/** Someone else knows the password: nothing else can be done until it is changed. */
export function MustChangePassword() {
  const { texts: t, me } = useSession()
  const { message } = App.useApp()
  if (!me?.mustChangePassword) return null
  return (
    <Modal open title={t.account.mustChange} footer={null} closable={false} keyboard={false} mask={{ closable: false }} width={440}>
      <p>{t.account.mustChangeHint}</p>
      <PasswordForm onDone={async () => { await session.refresh(); void message.success(t.account.changed) }} />
    </Modal>
  )
}
