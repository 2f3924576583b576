import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { useAddress } from './useAddress'

interface Tab {
  key: string
  label: string
}

/** A row of tabs, one of which is chosen; the arrow keys go along them. */
export function TabRow({ label, tabs, active, choose, id }: { label: string; tabs: Tab[]; active: string; choose: (key: string) => void; id?: string }) {
  const at = tabs.findIndex(tab => tab.key === active)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : null
    if (next === null) return
    event.preventDefault()
    const index = (next + tabs.length) % tabs.length
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus()
    choose(tabs[index]!.key)
  }
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(tab => (
        <button
          key={tab.key} type="button" role="tab" aria-selected={tab.key === active} tabIndex={tab.key === active ? 0 : -1} onClick={() => choose(tab.key)}
          {...(id ? { id: `${id}-${tab.key}`, ...(tab.key === active ? { 'aria-controls': `${id}-panel` } : {}) } : {})}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

/** Only what is looked at is there; which it is stands in the address under the name. */
export function Tabs({ name, label, items }: { name: string; label: string; items: (Tab & { children: ReactNode })[] }) {
  const id = useId()
  const [chosen, choose] = useAddress(name, items.map(item => item.key))
  const active = items.find(item => item.key === chosen)
  if (!active) return null
  return (
    <>
      <TabRow id={id} label={label} tabs={items} active={active.key} choose={choose} />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active.key}`}>{active.children}</div>
    </>
  )
}
