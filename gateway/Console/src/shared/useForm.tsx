import { Alert, App, Button, Form, type FormInstance } from 'antd'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { newKey } from '../api/client'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'
import { FormProblem } from './FormProblem'

interface Settings<T> {
  /** What was typed is kept under this name until it was sent, through errors and reloads. */
  draft?: string
  /** Fields that are not for the browser's storage. */
  secret?: (keyof T & string)[]
  initial?: Partial<T>
  /** Fields that the API names otherwise than the form. */
  fields?: Record<string, string>
  /** What was sent stays in the form, because it is likely to be sent again with a change. */
  keep?: boolean
  submit: (values: T, key: string) => Promise<void>
}

export interface FormOf<T> {
  form: FormInstance<T>
  busy: boolean
  problem: Problem | null
  /** Stands at the head of the form: what was refused, and what became of the draft. */
  head: ReactNode
  props: { form: FormInstance<T>; layout: 'vertical'; onFinish: (values: T) => void; onValuesChange: () => void; initialValues: Partial<T>; disabled: boolean; scrollToFirstError: boolean }
}

/**
 * A form that loses nothing: drafts are kept in the tab's own storage, a refusal is put at the fields that it names, and a click
 * that is repeated carries the same key. Its values are plain JSON (dates are texts).
 */
export function useForm<T extends object>({ draft, secret = [], initial, fields, keep, submit }: Settings<T>): FormOf<T> {
  const t = useTexts()
  const { message } = App.useApp()
  const [form] = Form.useForm<T>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [unplaced, setUnplaced] = useState<string[]>([])
  const place = draft ? `partycloud.draft.${draft}` : null
  const [kept] = useState(() => readDraft<T>(place))
  const [showKept, setShowKept] = useState(kept !== null)
  const key = useRef(newKey())
  const hidden = useRef<string[]>(secret)

  // Once: later changes of what the page knows must not overwrite what is being typed.
  const [start] = useState<Partial<T>>(() => ({ ...initial, ...kept }))

  useEffect(() => {
    const wasKept = kept
    if (wasKept) form.setFieldsValue(wasKept as Parameters<typeof form.setFieldsValue>[0])
  }, [form, kept])

  const onFinish = useCallback(async (values: T) => {
    setBusy(true)
    setProblem(null)
    try {
      await submit(values, key.current)
      if (place) sessionStorage.removeItem(place)
      setShowKept(false)
      key.current = newKey()
      if (!keep) form.resetFields()
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      // Refused: what is sent next is another request. Without an answer it may have been done, so the same is asked again.
      if (failure.status > 0 && failure.status < 500) key.current = newKey()
      const rest = placeErrors(form, failure, fields)
      setUnplaced(rest)
      setProblem(failure)
      if (failure.status === 0) void message.error(failure.message)
    } finally {
      setBusy(false)
    }
  }, [form, submit, place, fields, keep, message])

  const onValuesChange = useCallback(() => {
    key.current = newKey()
    if (place) sessionStorage.setItem(place, JSON.stringify(form.getFieldsValue(true), (name, value: unknown) => (hidden.current.includes(name) ? undefined : value)))
  }, [form, place])

  const discard = () => {
    if (place) sessionStorage.removeItem(place)
    setShowKept(false)
    form.resetFields()
    form.setFieldsValue(initial as Parameters<typeof form.setFieldsValue>[0])
  }

  const head = (
    <>
      {showKept && <Alert type="info" showIcon style={{ marginBottom: 16 }} title={t.common.draftKept} action={<Button size="small" onClick={discard}>{t.common.discardDraft}</Button>} />}
      <FormProblem problem={problem} unplaced={unplaced} />
    </>
  )
  return { form, busy, problem, head, props: { form, layout: 'vertical', onFinish: values => void onFinish(values), onValuesChange, initialValues: start, disabled: busy, scrollToFirstError: true } }
}

function readDraft<T>(place: string | null): Partial<T> | null {
  try {
    const text = place && sessionStorage.getItem(place)
    return text ? (JSON.parse(text) as Partial<T>) : null
  } catch {
    return null
  }
}

/** Puts each fault at its field; returns the texts of those that the form does not show. */
export function placeErrors<T>(form: FormInstance<T>, problem: Problem, fields?: Record<string, string>): string[] {
  const rest: string[] = []
  for (const error of problem.errors) {
    const name = pathOf(fields?.[error.field] ?? error.field)
    if (form.getFieldInstance(name as never) !== undefined) form.setFields([{ name: name as never, errors: [error.text] }])
    else rest.push(`${error.field}: ${error.text}`)
  }
  return rest
}

/** `stages[0].weight` → ['stages', 0, 'weight'] */
const pathOf = (field: string): (string | number)[] =>
  field.split(/[.[\]]+/).filter(Boolean).map(part => (/^\d+$/.test(part) ? Number(part) : part))
