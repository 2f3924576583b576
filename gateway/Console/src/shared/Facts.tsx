import type { ReactNode } from 'react'
import { useTexts } from '../texts'

/** What is known of something, each fact by its name. */
export function Facts({ items, layout = 'column' }: { items: [label: string, value: ReactNode][]; layout?: 'column' | 'across' | 'stacked' }) {
  const t = useTexts()
  return (
    <dl className={`facts facts-${layout}`}>
      {items.map(([label, value], index) => <div key={index}><dt>{label}</dt><dd>{isNothing(value) ? t.common.notKnown : value}</dd></div>)}
    </dl>
  )
}

const isNothing = (value: ReactNode) => value === undefined || value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)
