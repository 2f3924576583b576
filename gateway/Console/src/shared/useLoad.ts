import { useCallback, useEffect, useRef, useState } from 'react'
import { isAborted } from '../api/problem'

export interface Loaded<T> {
  data: T | undefined
  failure: unknown
  loading: boolean
  reload: () => void
  set: (data: T) => void
}

/** Loads something and again when what it depends on changes; what was there stays until the new is. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, depends: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data: T | undefined; failure: unknown; loading: boolean }>({ data: undefined, failure: undefined, loading: true })
  const [turn, setTurn] = useState(0)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    const abort = new AbortController()
    setState(before => ({ ...before, failure: undefined, loading: true }))
    latest.current(abort.signal).then(
      data => { if (!abort.signal.aborted) setState({ data, failure: undefined, loading: false }) },
      failure => { if (!abort.signal.aborted && !isAborted(failure)) setState(before => ({ ...before, failure, loading: false })) },
    )
    return () => abort.abort()
  }, [...depends, turn])
  const reload = useCallback(() => setTurn(before => before + 1), [])
  const set = useCallback((data: T) => setState({ data, failure: undefined, loading: false }), [])
  return { ...state, reload, set }
}
