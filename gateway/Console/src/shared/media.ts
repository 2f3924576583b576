import { useSyncExternalStore } from 'react'

/** What a media query says of the window, now and after it was turned or made larger. */
function media(text: string) {
  const query = matchMedia(text)
  const subscribe = (change: () => void) => {
    query.addEventListener('change', change)
    return () => query.removeEventListener('change', change)
  }
  const matches = () => query.matches
  return { matches, use: () => useSyncExternalStore(subscribe, matches) }
}

// As style.css and table.css have them.
const narrow = media('(max-width: 767px)')
const stacked = media('(max-width: 900px)')
const wide = media('(min-width: 992px)')

/** A telephone, or as narrow as one. */
export const isNarrow = narrow.matches
export const useNarrow = narrow.use

/** Where what stands side by side on a screen stands one below the other. */
export const useStacked = stacked.use

/** Room for the menu beside the page. */
export const useWide = wide.use
