import { App } from 'antd'
import { useCallback, useState } from 'react'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'

/** Does something that has no form of its own, and says how it went. */
export function useAct() {
  const t = useTexts()
  const { message, modal } = App.useApp()
  const [busy, setBusy] = useState(false)
  const act = useCallback(async (what: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true)
    try {
      await what()
      void message.success(done ?? t.common.done)
      return true
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      modal.error({
        title: t.problems.title,
        content: [failure.status === 412 ? t.problems.stale : failure.message, ...failure.errors.map(error => error.text)].filter((text, at, all) => all.indexOf(text) === at).join('\n'),
        okText: t.common.close,
      })
      return false
    } finally {
      setBusy(false)
    }
  }, [message, modal, t])

  /** Asks first, and says what will happen. */
  const confirm = useCallback((title: string, content: string, what: () => Promise<unknown>, done?: string) => new Promise<boolean>(resolve => {
    modal.confirm({
      title, content, okText: t.common.confirm, cancelText: t.common.cancel, autoFocusButton: 'cancel',
      onOk: async () => resolve(await act(what, done)), onCancel: () => resolve(false),
    })
  }), [act, modal, t])
  return { act, confirm, busy }
}
