import { App, Button } from 'antd'
import { useCallback } from 'react'
import { newKey } from '../api/client'
import { useTexts } from '../texts'
import { useAct } from './useAct'

interface Undo {
  /** What was done. */
  title: string
  text: string
  back: () => Promise<unknown>
  /** Said when it was taken back. */
  done: string
  then: () => void
}

const seconds = 20

/** Offers for a while to take back what was just done. */
export function useUndo() {
  const t = useTexts()
  const { notification } = App.useApp()
  const { act } = useAct()
  return useCallback(({ title, text, back, done, then }: Undo) => {
    const key = newKey()
    const undo = () => void act(back, done).then(well => {
      if (!well) return
      notification.destroy(key)
      then()
    })
    notification.success({ key, duration: seconds, title, description: text, actions: <Button size="small" onClick={undo}>{t.common.undo}</Button> })
  }, [act, notification, t])
}
