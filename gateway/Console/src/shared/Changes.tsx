import { Button } from 'antd'
import type { ObjectChange } from '../api/types'
import { useTexts } from '../texts'
import { Async } from './Async'
import type { Page } from './KeysetTable'
import { labelOf } from './known'
import { SaveRows } from './PlainTable'
import { usePages } from './usePages'

/** What was changed, by whom and when, the latest first. */
export function Changes({ of, load }: { of: string; load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<ObjectChange>> }) {
  const t = useTexts()
  const { first, items, more, rest } = usePages(load, [of])
  return (
    <Async from={first}>
      {() => (
        items.length === 0 ? <p className="muted">{t.changes.none}</p> : (
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
                rest={rest}
              />
              {more && <Button size="small" onClick={more}>{t.changes.older}</Button>}
            </div>
          </>
        )
      )}
    </Async>
  )
}

/** What is kept beside a field (its mask, its spelling) is not another field to people. */
const fieldsOf = (change: ObjectChange, names: Record<string, string>) => [...new Set((change.fields ?? '').split(' ').map(field => names[field]).filter(Boolean))].join('、')
