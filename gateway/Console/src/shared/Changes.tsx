import { Button } from 'antd'
import { useState } from 'react'
import type { ObjectChange } from '../api/types'
import { useTexts } from '../texts'
import { Async } from './Async'
import type { Page } from './KeysetTable'
import { labelOf } from './known'
import { SaveRows } from './PlainTable'
import { useLoad } from './useLoad'

/** What was changed, by whom and when, the latest first. */
export function Changes({ of, load }: { of: string; load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<ObjectChange>> }) {
  const t = useTexts()
  const [older, setOlder] = useState<{ items: ObjectChange[]; next: string | null | undefined }>({ items: [], next: undefined })
  const first = useLoad(signal => load(undefined, signal), [of])
  return (
    <Async from={first}>
      {page => {
        const items = [...page.items, ...older.items]
        const next = older.items.length > 0 ? older.next : page.next
        return items.length === 0 ? <p className="muted">{t.changes.none}</p> : (
          <>
            <ul className="due">
              {items.map(change => (
                <li key={change.id}>
                  <span className="grow"><b>{labelOf(t.changes.actions, change.action)}</b> {change.action.endsWith('.changed') && fieldsOf(change, t.changes.fields)}</span>
                  <span className="muted nowrap">{change.actorName} · {new Date(change.at).toLocaleString()}</span>
                </li>
              ))}
            </ul>
            <div className="table-foot">
              <SaveRows<ObjectChange>
                name={t.changes.title} rows={items}
                columns={[
                  { title: t.operations.time, text: change => change.at }, { title: t.operations.actor, text: change => change.actorName },
                  { title: t.changes.title, text: change => `${labelOf(t.changes.actions, change.action)} ${change.action.endsWith('.changed') ? fieldsOf(change, t.changes.fields) : ''}`.trim() },
                ]}
                rest={async () => {
                  const rest: ObjectChange[] = []
                  for (let cursor = next; cursor;) {
                    const found = await load(cursor, new AbortController().signal)
                    rest.push(...found.items)
                    cursor = found.next
                  }
                  return rest
                }}
              />
              {next && <Button size="small" onClick={() => void load(next, new AbortController().signal).then(more => setOlder({ items: [...older.items, ...more.items], next: more.next }))}>{t.changes.older}</Button>}
            </div>
          </>
        )
      }}
    </Async>
  )
}

/** What is kept beside a field (its mask, its spelling) is not another field to people. */
const fieldsOf = (change: ObjectChange, names: Record<string, string>) => [...new Set((change.fields ?? '').split(' ').map(field => names[field]).filter(Boolean))].join('、')
