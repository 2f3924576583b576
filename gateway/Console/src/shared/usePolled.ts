import { useEffect } from 'react'
import { type Loaded, useLoad } from './useLoad'

// A page that was left alone asks no more: what it asks keeps the session alive.
const attention = 10 * 60_000
let lastTouched = Date.now()
for (const event of ['pointerdown', 'keydown', 'wheel'] as const) addEventListener(event, () => { lastTouched = Date.now() }, { passive: true })

/** Calls again and again as long as somebody looks at the page. */
export function useTick(tick: () => void, seconds: number) {
  useEffect(() => {
    const watched = () => { if (document.visibilityState === 'visible' && Date.now() - lastTouched < attention) tick() }
    const timer = setInterval(watched, seconds * 1000)
    document.addEventListener('visibilitychange', watched)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', watched)
    }
  }, [tick, seconds])
}

/** Loads, and loads again every so often; what was there stays until the new is. */
export function usePolled<T>(load: (signal: AbortSignal) => Promise<T>, depends: readonly unknown[], seconds = 10): Loaded<T> {
  const loaded = useLoad(load, depends)
  useTick(loaded.reload, seconds)
  return loaded
}
