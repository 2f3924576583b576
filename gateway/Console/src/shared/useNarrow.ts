import { useSyncExternalStore } from 'react'

// As style.css and table.css have it.
const query = matchMedia('(max-width: 767px)')
const subscribe = (change: () => void) => {
  query.addEventListener('change', change)
  return () => query.removeEventListener('change', change)
}

/** A telephone, or as narrow as one. */
export const isNarrow = () => query.matches
export const useNarrow = () => useSyncExternalStore(subscribe, isNarrow)
