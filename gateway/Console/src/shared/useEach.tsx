import { App } from 'antd'
import { useCallback } from 'react'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'

const shown = 20

/** Does the same with several things, each by itself: one that is refused does not stop the others, and stays chosen to be looked at. */
export function useEach() {
  const t = useTexts()
  const { message, modal } = App.useApp()
  return useCallback(async <T,>(items: T[], nameOf: (one: T) => string, what: (one: T) => Promise<unknown>): Promise<T[]> => {
    const refused: { one: T; text: string }[] = []
    for (const one of items) {
      try {
        await what(one)
      } catch (failure) {
        if (!(failure instanceof Problem)) throw failure
        refused.push({ one, text: `${nameOf(one)}: ${failure.message}` })
      }
    }
    const said = t.pairing.decided(items.length - refused.length, refused.length)
    if (refused.length > 0) modal.warning({ title: said, okText: t.common.close, content: <ul style={{ paddingInlineStart: 16 }}>{refused.slice(0, shown).map(({ text }) => <li key={text}>{text}</li>)}</ul> })
    else void message.success(said)
    return refused.map(({ one }) => one)
  }, [message, modal, t])
}
