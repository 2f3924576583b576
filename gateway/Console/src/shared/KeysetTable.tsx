import { DownloadOutlined, ReloadOutlined, SettingOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Empty, Input, Popover, Select, Space } from 'antd'
import { memo, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { save } from '../api/client'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'
import { Failure } from './Async'
import { csv } from './csv'
import { ExportButton, type ExportRoute } from './ExportButton'
import { DateField, OrganizationField } from './fields'
import { type PlainColumn, PlainTable, type Selection } from './PlainTable'
import { PrintList } from './PrintList'
import { type Loaded, useLoad } from './useLoad'
import { isNarrow } from './media'
import { writable, written } from './written'

export interface Page<T> {
  items: T[]
  next?: string | null
}

export interface Column<T> extends PlainColumn<T> {
  key: string
  /** Not shown until it is chosen. */
  extra?: boolean
}

export type Filter =
  | { kind: 'text'; name: string; label: string; hint?: string }
  | { kind: 'choice'; name: string; label: string; options: { value: string; label: string }[]; width?: number }
  | { kind: 'organization'; name: string; label: string }
  | { kind: 'date'; name: string; label: string }

interface Settings<T> {
  name: string
  load: (query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => Promise<Page<T>>
  columns: Column<T>[]
  filters?: Filter[]
  rowKey: keyof T & string
  /** Where the API gives the whole list as a sheet; without it the page saves what it shows. */
  export?: ExportRoute
  /** What to do first, where there is nothing yet. */
  empty?: ReactNode
  selection?: Selection<T> | undefined
  /** Changes when what is shown has changed on the server. */
  version?: number
  /** Loads anew behind what is shown: nothing tells that it does. */
  quiet?: boolean
  onLoaded?: (rows: T[]) => void
  toolbar?: ReactNode
  /** Opened below a row. */
  detail?: (row: T) => ReactNode
}

/** A row of a telephone is a block: fifty of them would be a long way down. */
const pageSize = () => (isNarrow() ? 20 : 50)

/** A list over keyset pages. Its filters and its place stand in the address, so it can be shared and comes back after a reload. */
export function KeysetTable<T extends object>({ name, load, columns, filters = none, rowKey, export: route, empty, selection, version = 0, quiet = false, onLoaded, toolbar, detail }: Settings<T>) {
  const t = useTexts()
  const [address, setAddress] = useSearchParams()
  const [before, setBefore] = useState<(string | null)[]>([])
  const at = address.get('at')
  const queryText = JSON.stringify(Object.fromEntries(filters.map(filter => [filter.name, address.get(filter.name) ?? ''] as const).filter(([, value]) => value)))
  const query = useMemo(() => JSON.parse(queryText) as Record<string, string>, [queryText])
  const loaded: Loaded<Page<T>> = useLoad(signal => load(query, at ?? undefined, pageSize(), signal), [queryText, at, version])
  const { data } = loaded
  useEffect(() => { if (data) onLoaded?.(data.items) }, [data])

  const [shown, setShown] = useColumnChoice(name, columns)
  const visible = useMemo(() => columns.filter(column => shown.includes(column.key)), [columns, shown])
  const filtered = queryText !== '{}'
  // Drawn once for each page of rows: not for what changes around them.
  const table = useMemo(() => (
    <PlainTable<T> rowKey={rowKey} columns={visible} rows={data?.items ?? []} selection={selection} detail={detail} empty={data ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={filtered ? t.common.emptyFiltered : empty ?? t.common.empty} /> : ' '} />
  ), [data, visible, selection, detail, rowKey, empty, filtered, t])

  const filterBy = useCallback((changes: Record<string, string | null>) => {
    setBefore([])
    setAddress(params => {
      for (const [key, value] of Object.entries(changes)) {
        if (value) params.set(key, value)
        else params.delete(key)
      }
      params.delete('at')
      return params
    })
  }, [setAddress])
  const go = (cursor: string | null, stack: (string | null)[]) => {
    setBefore(stack)
    setAddress(params => {
      if (cursor) params.set('at', cursor)
      else params.delete('at')
      return params
    })
  }
  const latest = useRef({ load, filterBy })
  latest.current = { load, filterBy }
  const setFilter = useCallback((changes: Record<string, string | null>) => latest.current.filterBy(changes), [])
  const all = useCallback((cursor?: string) => latest.current.load(query, cursor, 200, new AbortController().signal), [query])

  return (
    <>
      {filters.length > 0 && <Filters filters={filters} query={query} filterBy={setFilter} />}
      {toolbar}
      {loaded.failure ? <Failure failure={loaded.failure} retry={loaded.reload} /> : <div className="keyset" aria-busy={loaded.loading && !(quiet && data)}>{table}</div>}
      <div className="table-foot">
        <span className="muted" role="status">{data && t.common.rows(data.items.length)}</span>
        <Tools name={name} columns={columns as Column<object>[]} visible={visible as Column<object>[]} shown={shown} setShown={setShown} route={route} query={query} all={all as (cursor?: string) => Promise<Page<object>>} reload={loaded.reload} />
        <Space.Compact>
          {(at !== null || before.length > 0) && (
            <Button onClick={() => go(before.at(-1) ?? null, before.slice(0, -1))}>{before.length > 0 ? t.common.previous : t.common.first}</Button>
          )}
          <Button disabled={!data?.next} onClick={() => go(data!.next!, [...before, at])}>{t.common.next}</Button>
        </Space.Compact>
      </div>
    </>
  )
}

const none: Filter[] = []

/** Not drawn anew when the list goes on to its next page. */
const Filters = memo(function Filters({ filters, query, filterBy }: { filters: Filter[]; query: Record<string, string>; filterBy: (changes: Record<string, string | null>) => void }) {
  const t = useTexts()
  return (
    <div className="filters" role="search">
      {filters.map(filter => <FilterField key={filter.name} filter={filter} value={query[filter.name] ?? null} onChange={value => filterBy({ [filter.name]: value })} />)}
      {Object.keys(query).length > 0 && <Button onClick={() => filterBy(Object.fromEntries(filters.map(filter => [filter.name, null])))}>{t.common.reset}</Button>}
    </div>
  )
})

interface ToolSettings {
  name: string
  columns: Column<object>[]
  visible: Column<object>[]
  shown: string[]
  setShown: (keys: string[]) => void
  route: ExportRoute | undefined
  query: Record<string, string>
  all: (cursor?: string) => Promise<Page<object>>
  reload: () => void
}

const Tools = memo(function Tools({ name, columns, visible, shown, setShown, route, query, all, reload }: ToolSettings) {
  const t = useTexts()
  return (
    <>
      <Popover
        trigger="click" placement="topRight" title={t.common.columns}
        content={<Checkbox.Group style={{ flexDirection: 'column' }} value={shown} options={columns.map(column => ({ value: column.key, label: column.title }))} onChange={keys => setShown(keys as string[])} />}
      >
        <Button icon={<SettingOutlined />} aria-label={t.common.columns} title={t.common.columns} />
      </Popover>
      {route ? <ExportButton name={name} route={route} query={query} /> : <SaveButton name={name} columns={visible} load={all} />}
      <PrintList columns={visible} load={all} />
      <Button icon={<ReloadOutlined />} aria-label={t.common.reload} title={t.common.reload} onClick={reload} />
    </>
  )
})

function FilterField({ filter, value, onChange }: { filter: Filter; value: string | null; onChange: (value: string | null) => void }) {
  const t = useTexts()
  switch (filter.kind) {
    case 'text':
      return (
        <label>{filter.label}
          <Input.Search key={value} defaultValue={value ?? ''} placeholder={filter.hint} allowClear onSearch={text => onChange(text.trim() || null)} style={{ width: 210 }} maxLength={50} />
        </label>
      )
    case 'choice':
      return (
        <label>{filter.label}
          <Select aria-label={filter.label} allowClear value={value} placeholder={t.common.all} options={filter.options} onChange={next => onChange(next ?? null)} style={{ width: filter.width ?? 150 }} popupMatchSelectWidth={false} />
        </label>
      )
    case 'organization':
      return (
        <label>{filter.label}
          <OrganizationField aria-label={filter.label} value={value} onChange={onChange} style={{ width: 280, maxWidth: '100%' }} />
        </label>
      )
    case 'date':
      return <label>{filter.label}<span style={{ display: 'block', width: 140 }}><DateField value={value} onChange={onChange} /></span></label>
  }
}

/** Fetches page after page and saves what the table shows as a sheet that Excel opens. */
function SaveButton<T>({ name, columns, load }: { name: string; columns: Column<T>[]; load: (cursor?: string) => Promise<Page<T>> }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [count, setCount] = useState<number | null>(null)
  const saved = writable(columns)
  if (saved.length === 0) return null
  const run = async () => {
    setCount(0)
    try {
      const rows: unknown[][] = [saved.map(column => column.title)]
      let cursor: string | undefined
      do {
        const page: Page<T> = await load(cursor)
        rows.push(...await written(saved, page.items))
        setCount(rows.length - 1)
        cursor = page.next ?? undefined
      } while (cursor)
      save(csv(rows), `${name}.csv`)
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      void message.error(failure.message)
    } finally {
      setCount(null)
    }
  }
  return <Button icon={<DownloadOutlined />} loading={count !== null} onClick={() => void run()} title={t.common.export} aria-label={t.common.export}>{count ? t.common.exporting(count) : null}</Button>
}

function useColumnChoice<T>(name: string, columns: Column<T>[]): [string[], (keys: string[]) => void] {
  const place = `partycloud.columns.${name}`
  const [keys, setKeys] = useState<string[]>(() => {
    const usual = columns.filter(column => !column.extra).map(column => column.key)
    try {
      const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as string[] | null
      return kept?.filter(key => columns.some(column => column.key === key)) ?? usual
    } catch {
      return usual
    }
  })
  const choose = useCallback((next: string[]) => {
    if (next.length === 0) return
    localStorage.setItem(place, JSON.stringify(next))
    setKeys(next)
  }, [place])
  return [keys, choose]
}
