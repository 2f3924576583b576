import { useRef, useState } from 'react'
import type { Page } from './KeysetTable'
import { restOf } from './PlainTable'
import { type Loaded, useLoad } from './useLoad'

/** A list that grows downwards on demand. */
export interface Pages<T> {
  first: Loaded<Page<T>>
  /** All that were read so far. */
  items: T[]
  /** Reads on; null at the end. */
  more: (() => void) | null
  /** What is not there yet, to its end. */
  rest: () => Promise<T[]>
}

/** Reads a list page after page; from its beginning again when what it depends on changes or it is loaded anew. */
export function usePages<T>(load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>, depends: readonly unknown[]): Pages<T> {
  const first = useLoad(signal => load(undefined, signal), depends)
  // What was read on belongs to the first page that it followed.
  const [later, setLater] = useState<{ after: Page<T> | undefined; items: T[]; next: string | null | undefined }>({ after: undefined, items: [], next: undefined })
  const latest = useRef(load)
  latest.current = load
  const { data } = first
  const at = async (cursor: string) => latest.current(cursor, new AbortController().signal)
  const { items, next } = later.after === data ? later : { items: [], next: data?.next }
  return {
    first, items: [...data?.items ?? [], ...items],
    more: next ? () => void at(next).then(page => setLater({ after: data, items: [...items, ...page.items], next: page.next }), first.reload) : null,
    rest: () => restOf(at, next),
  }
}
