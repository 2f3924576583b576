import type { ReactNode } from 'react'

type Color = 'green' | 'blue' | 'orange' | 'red' | 'default'

/** A state in a word, with a colour that only helps (style.css). */
export function StateTag({ color = 'default', children }: { color?: string; children: ReactNode }) {
  return <span className={`tag tag-${known.has(color) ? color : 'default'}`}>{children}</span>
}

const known: ReadonlySet<string> = new Set<Color>(['green', 'blue', 'orange', 'red', 'default'])
