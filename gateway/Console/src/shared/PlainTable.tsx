import { DownloadOutlined, DownOutlined, RightOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { type CSSProperties, memo, type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { save } from '../api/client'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'
import { csv } from './csv'
import './table.css'
import { useNarrow } from './media'
import { writable, written } from './written'

export interface PlainColumn<T> {
  key?: string
  title: string
  dataIndex?: keyof T & string
  align?: 'right'
  width?: number
  /** Of what stands in the row under dataIndex, when there is such a name. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  render?: (value: any, row: T) => ReactNode
  /** What stands of it on paper, and in a sheet that the page itself saves; without it, the value that is shown as it is. */
  text?: (row: T) => string | number | null | undefined
  /** Instead of a text: organizations by their ids, which stand there by their names. */
  places?: (row: T) => string[]
  /** The column's head orders the rows. */
  sorter?: (one: T, other: T) => number
}

/** Rows that are chosen to do something with them; those of other pages stay chosen. */
export interface Selection<T> {
  chosen: T[]
  choose: (rows: T[]) => void
  nameOf: (row: T) => string
  may?: (row: T) => boolean
  most?: number
}

interface Settings<T> {
  columns: PlainColumn<T>[]
  rows: T[]
  rowKey: (keyof T & string) | ((row: T, index: number) => string)
  empty?: ReactNode
  /** So many at a time, with buttons to the others. */
  pageSize?: number
  /** Longer than this it scrolls within itself. */
  height?: number
  selection?: Selection<T> | undefined
  detail?: ((row: T) => ReactNode) | undefined
  style?: CSSProperties
  /** The rows are all there are: under this name they can be saved as a sheet. */
  save?: string | undefined
}

/**
 * A table and nothing else: what a page of rows costs is their cells. On a narrow screen a row stands as a block, in which each cell
 * carries its column's title (table.css).
 */
export function PlainTable<T extends object>({ columns, rows, rowKey, empty, pageSize, height, selection, detail, style, save: name }: Settings<T>) {
  const t = useTexts()
  const narrow = useNarrow()
  const [order, setOrder] = useState<{ column: number; down: boolean } | null>(null)
  const [page, setPage] = useState(0)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const keyOf = (row: T, index: number) => (typeof rowKey === 'function' ? rowKey(row, index) : String(row[rowKey]))

  const sorted = useMemo(() => {
    const compare = order && columns[order.column]?.sorter
    return compare ? [...rows].sort((one, other) => (order.down ? compare(other, one) : compare(one, other))) : rows
  }, [rows, order, columns])
  const last = pageSize ? Math.max(0, Math.ceil(sorted.length / pageSize) - 1) : 0
  const at = Math.min(page, last)
  const shown = pageSize ? sorted.slice(at * pageSize, (at + 1) * pageSize) : sorted

  // The rows keep what they were given: a change of one does not draw the others.
  const latest = useRef({ selection, keyOf })
  latest.current = { selection, keyOf }
  const toggle = useCallback((row: T, checked: boolean) => {
    const { selection: now, keyOf: key } = latest.current
    now?.choose(checked ? [...now.chosen, row] : now.chosen.filter(one => key(one, 0) !== key(row, 0)))
  }, [])
  const expand = useCallback((key: string) => setOpen(before => {
    const next = new Set(before)
    if (!next.delete(key)) next.add(key)
    return next
  }), [])

  const chosen = new Set(selection?.chosen.map(row => keyOf(row, 0)))
  const full = !!selection?.most && chosen.size >= selection.most
  const allowed = selection ? shown.filter((row, index) => chosen.has(keyOf(row, index)) || selection.may?.(row) !== false) : []
  const checked = allowed.filter((row, index) => chosen.has(keyOf(row, index)))
  const toggleAll = () => {
    const others = selection!.chosen.filter(one => !checked.some(row => keyOf(row, 0) === keyOf(one, 0)))
    selection!.choose(checked.length === allowed.length ? others : [...others, ...allowed].slice(0, selection!.most))
  }
  const width = columns.length + (selection ? 1 : 0) + (detail ? 1 : 0)

  return (
    <>
      <Scroller style={{ ...style, ...(height ? { maxHeight: height } : {}) }} tall={height !== undefined} rows={shown} columns={columns}>
        <table>
          <thead>
            <tr>
              {selection && <th className="table-choice"><AllBox label={t.common.chooseAll} some={checked.length > 0} all={checked.length > 0 && checked.length === allowed.length} disabled={allowed.length === 0} toggle={toggleAll} /></th>}
              {detail && <th className="table-more"><span className="hidden-visually">{t.common.detail}</span></th>}
              {columns.map((column, index) => (
                <th key={column.key ?? column.dataIndex ?? index} scope="col" className={column.align === 'right' ? 'numeric' : undefined} style={column.width ? { width: column.width } : undefined} aria-sort={order?.column === index ? (order.down ? 'descending' : 'ascending') : undefined}>
                  {column.sorter ? <button type="button" className="table-sort" onClick={() => setOrder(order?.column === index ? (order.down ? { column: index, down: false } : null) : { column: index, down: true })}>{column.title} <span aria-hidden>{order?.column === index ? (order.down ? '↓' : '↑') : '↕'}</span></button> : column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => {
              const key = keyOf(row, index)
              return (
                <Row
                  key={key} row={row} id={key} columns={columns as PlainColumn<object>[]} narrow={narrow} choice={selection ? (chosen.has(key) ? 'chosen' : full || selection.may?.(row) === false ? 'closed' : 'open') : null} name={selection ? selection.nameOf(row) : ''}
                  toggle={toggle as (row: object, checked: boolean) => void} more={detail ? (open.has(key) ? 'open' : 'closed') : null} expand={expand} detail={detail && open.has(key) ? detail(row) : null} width={width} moreLabel={t.common.detail}
                />
              )
            })}
            {rows.length === 0 && <tr className="table-empty"><td colSpan={width}>{empty ?? t.common.empty}</td></tr>}
          </tbody>
        </table>
      </Scroller>
      {(last > 0 || (name && rows.length > 0)) && (
        <div className="table-foot">
          {name && rows.length > 0 && <SaveRows name={name} columns={columns} rows={sorted} />}
          {last > 0 && (
            <>
              <span className="muted" role="status">{t.common.pageOf(at + 1, last + 1)}</span>
              <Button size="small" disabled={at === 0} onClick={() => setPage(at - 1)}>{t.common.previous}</Button>
              <Button size="small" disabled={at === last} onClick={() => setPage(at + 1)}>{t.common.next}</Button>
            </>
          )}
        </div>
      )}
    </>
  )
}

/** Saves rows as a sheet that Excel opens: those that are there, and the rest of them, if there is one. */
export function SaveRows<T>({ name, columns, rows, rest }: { name: string; columns: PlainColumn<T>[]; rows: T[]; rest?: () => Promise<T[]> }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      const saved = writable(columns)
      const all = rest ? [...rows, ...await rest()] : rows
      save(csv([saved.map(column => column.title), ...await written(saved, all)]), `${name}.csv`)
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      void message.error(failure.message)
    } finally {
      setBusy(false)
    }
  }
  return <Button size="small" icon={<DownloadOutlined />} loading={busy} title={t.common.exportList} aria-label={`${t.common.exportList}: ${name}`} onClick={() => void run()} />
}

/** What a list holds beyond the page that is there, page after page. */
export async function restOf<T>(load: (cursor: string) => Promise<{ items: T[]; next?: string | null }>, next: string | null | undefined): Promise<T[]> {
  const rest: T[] = []
  for (let cursor = next; cursor;) {
    const page = await load(cursor)
    rest.push(...page.items)
    cursor = page.next
  }
  return rest
}

interface RowSettings {
  row: object
  id: string
  columns: PlainColumn<object>[]
  narrow: boolean
  choice: 'chosen' | 'open' | 'closed' | null
  name: string
  toggle: (row: object, checked: boolean) => void
  more: 'open' | 'closed' | null
  moreLabel: string
  expand: (key: string) => void
  detail: ReactNode
  width: number
}

const Row = memo(function Row({ row, id, columns, narrow, choice, name, toggle, more, moreLabel, expand, detail, width }: RowSettings) {
  return (
    <>
      <tr className={choice === 'chosen' ? 'table-chosen' : undefined}>
        {choice && <td className="table-choice"><input type="checkbox" aria-label={name} checked={choice === 'chosen'} disabled={choice === 'closed'} onChange={event => toggle(row, event.target.checked)} /></td>}
        {more && <td className="table-more"><button type="button" aria-label={moreLabel} aria-expanded={more === 'open'} onClick={() => expand(id)}>{more === 'open' ? <DownOutlined /> : <RightOutlined />}</button></td>}
        {columns.map((column, index) => {
          const value = column.dataIndex ? (row as Record<string, unknown>)[column.dataIndex] : undefined
          return <td key={column.key ?? column.dataIndex ?? index} className={column.align === 'right' ? 'numeric' : undefined} data-label={narrow ? column.title : undefined}>{column.render ? column.render(value, row) : (value as ReactNode)}</td>
        })}
      </tr>
      {detail !== null && <tr className="table-detail"><td colSpan={width}>{detail}</td></tr>}
    </>
  )
})

function AllBox({ label, some, all, disabled, toggle }: { label: string; some: boolean; all: boolean; disabled: boolean; toggle: () => void }) {
  const box = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => { if (box.current) box.current.indeterminate = some && !all }, [some, all])
  return <input ref={box} type="checkbox" aria-label={label} checked={all} disabled={disabled} onChange={toggle} />
}

/** A table that is wider or longer than its place can be scrolled by keyboard too. */
function Scroller({ style, tall, rows, columns, children }: { style: CSSProperties; tall: boolean; rows: unknown; columns: unknown; children: ReactNode }) {
  const t = useTexts()
  const place = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      const element = place.current
      if (element) setScrolls(element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
    }
    const soon = () => { frame ||= requestAnimationFrame(look) }
    soon()
    addEventListener('resize', soon)
    return () => {
      removeEventListener('resize', soon)
      cancelAnimationFrame(frame)
    }
  }, [rows, columns])
  return <div ref={place} className={tall ? 'table table-tall' : 'table'} style={style} {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': t.common.scrolls } : {})}>{children}</div>
}
