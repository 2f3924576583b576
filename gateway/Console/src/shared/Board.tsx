import { Button, Skeleton } from 'antd'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { isAborted } from '../api/problem'
import { useTexts } from '../texts'
import { Failure } from './Async'
import type { Page } from './KeysetTable'
import { StateTag } from './StateTag'

type Load<T> = (cursor: string | undefined, limit: number, signal: AbortSignal) => Promise<Page<T>>

const pageSize = 20

/** A column of cards, of which so many are there and more on demand; what it shows may come from several lists, one after the other. */
export function BoardColumn<T>({ title, count, from, card }: { title: string; count?: number | undefined; from: Load<T>[]; card: (one: T) => ReactNode }) {
  const t = useTexts()
  const [items, setItems] = useState<T[] | null>(null)
  const [more, setMore] = useState(true)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(undefined)
  const at = useRef<{ list: number; cursor: string | undefined }>({ list: 0, cursor: undefined })

  const load = useCallback(async (signal: AbortSignal) => {
    setBusy(true)
    setFailure(undefined)
    try {
      const fresh: T[] = []
      while (at.current.list < from.length && fresh.length < pageSize) {
        const page = await from[at.current.list]!(at.current.cursor, pageSize - fresh.length, signal)
        fresh.push(...page.items)
        at.current = page.next ? { list: at.current.list, cursor: page.next } : { list: at.current.list + 1, cursor: undefined }
      }
      setItems(before => [...(before ?? []), ...fresh])
      setMore(at.current.list < from.length)
    } catch (broken) {
      if (isAborted(broken)) return
      setFailure(broken)
    }
    setBusy(false)
  }, [from])

  const running = useRef(new AbortController())
  const start = useCallback(() => { void load(running.current.signal) }, [load])
  useEffect(() => {
    running.current = new AbortController()
    at.current = { list: 0, cursor: undefined }
    setItems(null)
    start()
    return () => running.current.abort()
  }, [start])

  return (
    <section className="board-column" aria-label={title} aria-busy={busy}>
      <h3>{title} <StateTag>{count?.toLocaleString() ?? (items === null ? '…' : more && items.length > 0 ? t.common.moreThan(items.length) : items.length)}</StateTag></h3>
      {items?.map(card)}
      {failure !== undefined ? <Failure failure={failure} retry={start} /> : items === null ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : more && (count === undefined ? items.length > 0 : count > items.length) && (
        <Button block loading={busy} onClick={start} aria-label={`${title}: ${t.common.moreOf}`}>{count === undefined ? t.common.moreOf : t.common.moreLeft(count - items.length)}</Button>
      )}
    </section>
  )
}
