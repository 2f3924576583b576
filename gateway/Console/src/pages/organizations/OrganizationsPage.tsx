import { Button, Input, Tree } from 'antd'
import type { DataNode } from 'antd/es/tree'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { get } from '../../api/client'
import { session } from '../../api/session'
import type { Child, Organization } from '../../api/types'
import { Async } from '../../shared/Async'
import { organizationOf, topOrganizations } from '../../shared/known'
import { PageHead } from '../../shared/PageHead'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { OrganizationPanel } from './OrganizationPanel'
import { RegisterButton } from './RegisterButton'

export default function OrganizationsPage() {
  const { texts: t, postId } = useSession()
  const { id } = useParams()
  const navigate = useNavigate()
  // Raised when the tree has changed: it is opened anew.
  const [version, setVersion] = useState(0)
  const changed = useCallback(() => setVersion(before => before + 1), [])
  const tops = useLoad(topOrganizations, [postId, version])
  const open = useCallback((next: string) => void navigate(`/organizations/${next}`), [navigate])
  return (
    <div className="page">
      <PageHead title={t.organizations.title}>
        {session.can('organizations.register') && session.me?.scope?.everything && <RegisterButton onDone={organization => { changed(); open(organization.id) }} />}
      </PageHead>
      <div className="split">
        <section className="panel" aria-label={t.organizations.tree}>
          <Async from={tops} rows={8}>{organizations => <OrganizationTree key={version} tops={organizations} selected={id} open={open} />}</Async>
        </section>
        {id ? <OrganizationPanel key={`${id}/${version}`} id={id} changed={changed} open={open} /> : <div className="panel muted">{t.organizations.choose}</div>}
      </div>
    </div>
  )
}

interface Node extends DataNode {
  key: string
  name: string
  children?: Node[]
  /** Asks for more of a long list of children. */
  more?: { of: string; cursor: string }
}

const nodeOf = (one: { id: string; name: string }, leaf: boolean): Node => ({ key: one.id, name: one.name, title: one.name, isLeaf: leaf })

/** A level at a time: a tree of 100,000 is never on the page, and a search happens on the server. */
function OrganizationTree({ tops, selected, open }: { tops: Organization[]; selected: string | undefined; open: (id: string) => void }) {
  const { texts: t } = useSession()
  const [nodes, setNodes] = useState<Node[]>(() => tops.map(top => nodeOf(top, top.kind === 'group')))
  const [expanded, setExpanded] = useState<string[]>([])
  const [loaded, setLoaded] = useState<string[]>([])
  const [text, setText] = useState('')
  const known = useRef(nodes)
  known.current = nodes

  const load = useCallback(async (id: string, cursor?: string) => {
    const page = await get('/api/v1/organizations/{id}/children', { path: { id }, query: { limit: 200, cursor } })
    const fresh = page.items.map((child: Child) => nodeOf(child, child.organizations <= 1))
    if (page.next) fresh.push({ key: `${id}/${page.next}`, name: t.common.more, title: t.common.more, isLeaf: true, more: { of: id, cursor: page.next } })
    known.current = withChildren(known.current, id, fresh, cursor !== undefined)
    setNodes(known.current)
    setLoaded(before => (before.includes(id) ? before : [...before, id]))
  }, [t])

  const expand = useCallback(async (id: string) => {
    if (!find(known.current, id)?.children) await load(id)
    setExpanded(before => (before.includes(id) ? before : [...before, id]))
  }, [load])

  // The way down to what the address names is opened, so that one sees where it stands.
  useEffect(() => {
    let gone = false
    const reveal = async () => {
      if (!selected) {
        if (tops.length === 1) await expand(tops[0]!.id)
        return
      }
      const way: string[] = []
      for (let at = await organizationOf(selected); at.parentId && !tops.some(top => top.id === at.id); at = await organizationOf(at.parentId)) way.unshift(at.parentId)
      for (const id of way) {
        if (gone) return
        await expand(id)
      }
      if (!gone && tops.some(top => top.id === selected)) await expand(selected)
    }
    // What is out of reach is said by the panel beside.
    reveal().catch(() => undefined)
    return () => { gone = true }
  }, [selected, tops, expand])

  return (
    <>
      <Input.Search aria-label={t.organizations.searchTree} placeholder={t.organizations.searchTree} allowClear onSearch={setText} onChange={event => { if (!event.target.value) setText('') }} style={{ marginBottom: 12 }} />
      {text.trim() ? <Results q={text.trim()} open={open} /> : (
        <Tree<Node>
          height={matchMedia('(max-width: 900px)').matches ? 320 : Math.max(320, window.innerHeight - 240)} blockNode treeData={nodes} loadedKeys={loaded} expandedKeys={expanded} selectedKeys={selected ? [selected] : []} aria-label={t.organizations.tree}
          loadData={node => load(node.key)} onExpand={keys => setExpanded(keys as string[])}
          onSelect={(_, { node }) => { if (node.more) void load(node.more.of, node.more.cursor); else open(node.key) }}
        />
      )}
    </>
  )
}

function Results({ q, open }: { q: string; open: (id: string) => void }) {
  const { texts: t } = useSession()
  const found = useLoad(signal => get('/api/v1/organizations', { query: { q, limit: 50 }, signal }), [q])
  return (
    <Async from={found}>
      {page => page.items.length === 0 ? <p className="muted">{t.common.noMatch}</p> : (
        <ul className="due" aria-label={t.organizations.results}>
          {page.items.map(one => <li key={one.id}><Button type="link" style={{ whiteSpace: 'normal', height: 'auto', textAlign: 'start', padding: 0 }} onClick={() => open(one.id)}>{one.name} <span className="muted">{one.code}</span></Button></li>)}
          {page.next && <li className="muted">{t.common.moreThan(page.items.length)}</li>}
        </ul>
      )}
    </Async>
  )
}

function find(nodes: Node[], key: string): Node | undefined {
  for (const node of nodes) {
    const found = node.key === key ? node : node.children && find(node.children, key)
    if (found) return found
  }
  return undefined
}

function withChildren(nodes: Node[], key: string, fresh: Node[], append: boolean): Node[] {
  return nodes.map(node => node.key === key
    ? { ...node, isLeaf: fresh.length === 0 && !append, children: append ? [...(node.children ?? []).filter(child => !child.more), ...fresh] : fresh }
    : node.children ? { ...node, children: withChildren(node.children, key, fresh, append) } : node)
}
