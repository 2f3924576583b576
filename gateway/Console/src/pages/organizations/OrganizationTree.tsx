import { CaretDownOutlined, CaretRightOutlined, LoadingOutlined } from '@ant-design/icons'
import { App } from 'antd'
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { get } from '../../api/client'
import { Problem } from '../../api/problem'
import type { Organization } from '../../api/types'
import { organizationOf } from '../../shared/known'
import { useStacked } from '../../shared/media'
import { useSession } from '../../texts'
import './tree.css'

interface Node {
  id: string
  name: string
  leaf: boolean
  level: number
  /** Asks for more of a long list of children. */
  more?: { of: string; cursor: string }
}

/** Rows outside of what is seen that are drawn all the same, so that a turn of the wheel finds them. */
const margin = 8

/** A level at a time, and of it the rows that are in view: a tree of 100,000 is never on the page. */
export function OrganizationTree({ tops, selected, open }: { tops: Organization[]; selected: string | undefined; open: (id: string) => void }) {
  const { texts: t, large } = useSession()
  const { message } = App.useApp()
  const roots = useMemo(() => tops.map((top): Node => ({ id: top.id, name: top.name, leaf: top.kind === 'group', level: 1 })), [tops])
  const [children, setChildren] = useState<ReadonlyMap<string, Node[]>>(new Map())
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState<string | null>(null)
  const [first, setFirst] = useState(0)
  const asked = useRef(new Map<string, Promise<void>>())
  const place = useRef<HTMLDivElement>(null)

  const rows = useMemo(() => {
    const seen: Node[] = []
    const add = (nodes: readonly Node[]) => {
      for (const node of nodes) {
        seen.push(node)
        if (expanded.has(node.id)) add(children.get(node.id) ?? [])
      }
    }
    add(roots)
    return seen
  }, [roots, children, expanded])
  const latest = useRef({ rows, expanded, children, open })
  latest.current = { rows, expanded, children, open }

  /** Asked for once, however often it is opened and closed while the answer is on its way. */
  const load = useCallback((id: string, level: number, cursor?: string) => {
    const key = `${id}/${cursor ?? ''}`
    let known = asked.current.get(key)
    if (!known) {
      known = get('/api/v1/organizations/{id}/children', { path: { id }, query: { limit: 200, cursor } }).then(page => {
        const fresh = page.items.map((child): Node => ({ id: child.id, name: child.name, leaf: child.organizations <= 1, level }))
        if (page.next) fresh.push({ id: `${id}/${page.next}`, name: t.common.more, leaf: true, level, more: { of: id, cursor: page.next } })
        setChildren(before => new Map(before).set(id, cursor ? [...(before.get(id) ?? []).filter(child => !child.more), ...fresh] : fresh))
      })
      asked.current.set(key, known)
      known.catch(() => asked.current.delete(key))
    }
    return known
  }, [t])

  const said = useCallback((failure: unknown) => {
    if (!(failure instanceof Problem)) throw failure
    void message.error(failure.message)
  }, [message])

  const expand = useCallback((node: Node) => {
    setExpanded(before => new Set(before).add(node.id))
    load(node.id, node.level + 1).catch((failure: unknown) => {
      setExpanded(before => new Set([...before].filter(id => id !== node.id)))
      said(failure)
    })
  }, [load, said])
  const collapse = useCallback((node: Node) => setExpanded(before => new Set([...before].filter(id => id !== node.id))), [])
  const toggle = useCallback((node: Node) => (latest.current.expanded.has(node.id) ? collapse(node) : expand(node)), [collapse, expand])
  const choose = useCallback((node: Node) => {
    setActive(node.id)
    if (node.more) load(node.more.of, node.level, node.more.cursor).catch(said)
    else latest.current.open(node.id)
  }, [load, said])

  // The way down to what the address names is opened, so that one sees where it stands.
  useEffect(() => {
    let gone = false
    const reveal = async () => {
      const way: string[] = []
      if (selected) for (let at = await organizationOf(selected); at.parentId && !roots.some(root => root.id === at.id); at = await organizationOf(at.parentId)) way.unshift(at.parentId)
      const top = selected ?? (roots.length === 1 ? roots[0]!.id : null)
      if (top && roots.some(root => root.id === top)) way.push(top)
      for (const [depth, id] of way.slice(Math.max(0, way.findIndex(one => roots.some(root => root.id === one)))).entries()) {
        if (gone) return
        await load(id, depth + 2)
        setExpanded(before => (before.has(id) ? before : new Set(before).add(id)))
      }
    }
    // What is out of reach is said by the panel beside.
    reveal().catch(() => undefined)
    return () => { gone = true }
  }, [selected, roots, load])

  const row = large ? 42 : 32
  const height = useStacked() ? 320 : Math.max(320, window.innerHeight - 240)
  const shownFirst = Math.min(first, Math.max(0, rows.length - Math.floor(height / row)))
  const from = Math.max(0, shownFirst - margin)
  const to = Math.min(rows.length, shownFirst + Math.ceil(height / row) + margin)
  const current = active !== null && rows.some(node => node.id === active) ? active : selected !== undefined && rows.some(node => node.id === selected) ? selected : rows[0]?.id

  const move = (index: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, index))]
    const element = place.current
    if (!next || !element) return
    setActive(next.id)
    const top = rows.indexOf(next) * row
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + row > element.scrollTop + element.clientHeight) element.scrollTop = top + row - element.clientHeight
  }
  // Once, when it has come into the tree: afterwards the tree stays where somebody has put it.
  const shown = useRef<string | undefined>(undefined)
  useEffect(() => {
    const index = rows.findIndex(node => node.id === selected)
    const element = place.current
    if (index < 0 || !element || shown.current === selected) return
    shown.current = selected
    if (index * row < element.scrollTop || (index + 1) * row > element.scrollTop + element.clientHeight) element.scrollTop = Math.max(0, index * row - element.clientHeight / 2)
  }, [rows, selected, row])

  const onKeyDown = (event: KeyboardEvent) => {
    const index = rows.findIndex(node => node.id === current)
    const node = rows[index]
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return
    switch (event.key) {
      case 'ArrowDown': move(index + 1); break
      case 'ArrowUp': move(index - 1); break
      case 'Home': move(0); break
      case 'End': move(rows.length - 1); break
      case 'PageDown': move(index + Math.floor(height / row)); break
      case 'PageUp': move(index - Math.floor(height / row)); break
      case 'ArrowRight': if (!node.leaf) { if (expanded.has(node.id)) move(index + 1); else expand(node) } break
      case 'ArrowLeft':
        if (expanded.has(node.id)) collapse(node)
        else for (let above = index - 1; above >= 0; above--) if (rows[above]!.level < node.level) { move(above); break }
        break
      case 'Enter': case ' ': choose(node); break
      default: return
    }
    event.preventDefault()
  }

  return (
    <div
      ref={place} className="tree" role="tree" tabIndex={0} aria-label={t.organizations.tree} aria-activedescendant={current && `tree-${current}`} style={{ maxHeight: height }}
      onKeyDown={onKeyDown} onScroll={event => { const at = Math.floor(event.currentTarget.scrollTop / row); if (Math.abs(at - first) >= margin / 2 || at === 0) setFirst(at) }}
    >
      <div role="presentation" style={{ height: rows.length * row, paddingTop: from * row, boxSizing: 'border-box' }}>
        {rows.slice(from, to).map(node => (
          <Row key={node.id} node={node} height={row} state={node.leaf ? 'leaf' : !expanded.has(node.id) ? 'closed' : children.has(node.id) ? 'open' : 'loading'} selected={node.id === selected} active={node.id === current} toggle={toggle} choose={choose} />
        ))}
      </div>
    </div>
  )
}

interface RowSettings {
  node: Node
  height: number
  state: 'leaf' | 'closed' | 'loading' | 'open'
  selected: boolean
  active: boolean
  toggle: (node: Node) => void
  choose: (node: Node) => void
}

const Row = memo(function Row({ node, height, state, selected, active, toggle, choose }: RowSettings) {
  return (
    <div
      id={`tree-${node.id}`} className={`tree-row${selected ? ' tree-selected' : ''}${active ? ' tree-active' : ''}`} role="treeitem" aria-level={node.level} aria-selected={selected} aria-expanded={state === 'leaf' ? undefined : state !== 'closed'}
      style={{ height, paddingInlineStart: (node.level - 1) * 18 }} title={node.name} onClick={() => choose(node)}
    >
      <span className="tree-switch" aria-hidden onClick={event => { event.stopPropagation(); if (state === 'leaf') choose(node); else toggle(node) }}>
        {state === 'leaf' ? null : state === 'closed' ? <CaretRightOutlined /> : state === 'open' ? <CaretDownOutlined /> : <LoadingOutlined />}
      </span>
      <span className={node.more ? 'tree-name tree-further' : 'tree-name'}>{node.name}</span>
    </div>
  )
})
