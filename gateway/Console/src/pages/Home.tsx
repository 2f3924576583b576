import { Button, Segmented, Steps } from 'antd'
import { useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { get } from '../api/client'
import { session } from '../api/session'
import type { Child, Organization, Rollup } from '../api/types'
import { Async } from '../shared/Async'
import { Chart, barOption, palette } from '../shared/Chart'
import { labelOf, topOrganizations, useDomainTypes } from '../shared/known'
import { Link } from '../shared/Link'
import { PageHead } from '../shared/PageHead'
import { PlainTable } from '../shared/PlainTable'
import { withoutShared } from '../shared/shortNames'
import { type Loaded, useLoad } from '../shared/useLoad'
import { useSession } from '../texts'
import { ChangesPanel } from './home/ChangesPanel'
import { DuePanel } from './home/DuePanel'
import { LatePanel } from './home/LatePanel'

const many = 200

export function Home() {
  const { texts: t, me } = useSession()
  const role = me?.posts.find(post => post.id === me.postId)?.role
  if (!session.can('organizations.read')) {
    return (
      <div className="page">
        <PageHead title={t.home.welcome(me?.displayName || me?.userName || '')} />
        <div className="panel">
          {!me?.postId ? t.account.noPost : role === 'auditor' ? t.home.auditor : role === 'securityAdmin' ? t.home.security : role === 'operator' ? t.home.operator : t.home.nothing}
          <p style={{ marginBottom: 0 }}>
            {session.can('operations.read') || session.can('audit.read') ? <Link to="/operations">{t.menu.operations}</Link> : null} {session.can('accounts.read') && <Link to="/accounts">{t.menu.accounts}</Link>}
          </p>
        </div>
      </div>
    )
  }
  return (
    <div className="page">
      <PageHead title={t.home.welcome(me?.displayName || me?.userName || '')} />
      <DuePanel />
      <div className="grid">
        {session.can('organizations.register') && <LatePanel />}
        <ChangesPanel />
      </div>
      <Overview />
    </div>
  )
}

function Overview() {
  const { postId } = useSession()
  const [address, setAddress] = useSearchParams()
  const at = address.get('at')
  const here = useLoad(async signal => (at ? [await get('/api/v1/organizations/{id}', { path: { id: at }, signal })] : topOrganizations(signal)), [postId, at])
  const go = (id: string | null) => setAddress(id ? { at: id } : {})
  return <Async from={here} rows={8}>{organizations => organizations[0] ? <Place key={organizations[0].id} organization={organizations[0]} top={!at} go={go} /> : null}</Async>
}

function Place({ organization, top, go }: { organization: Organization; top: boolean; go: (id: string | null) => void }) {
  const { texts: t } = useSession()
  const rollup = useLoad(signal => get('/api/v1/organizations/{id}/rollup', { path: { id: organization.id }, signal }), [organization.id])
  const children = useLoad(signal => get('/api/v1/organizations/{id}/children', { path: { id: organization.id }, query: { limit: 200 }, signal }).then(page => page.items), [organization.id])
  return (
    <>
      <div className="panel-head">
        <h3><Link to={`/organizations/${organization.id}`}>{organization.name}</Link></h3>
        {!top && <Button onClick={() => go(organization.parentId ?? null)}>{t.home.up}</Button>}
      </div>
      <Figures organization={organization} rollup={rollup} />
      <div className="grid">
        <Below organization={organization} children_={children} rollup={rollup} go={go} />
        <Bars rollup={rollup} organization={organization} />
      </div>
      <CyclePanel />
    </>
  )
}

function Figures({ organization, rollup }: { organization: Organization; rollup: Loaded<Rollup> }) {
  const { texts: t } = useSession()
  const { id } = organization
  const weak = useLoad(async signal => session.can('assessment.read') ? get('/api/v1/assessment/rectifications', { query: { under: id, limit: many }, signal }) : null, [id])
  const mobile = useLoad(async signal => session.can('members.read') ? get('/api/v1/mobility', { query: { under: id, limit: many }, signal }) : null, [id])
  const pairs = useLoad(async signal => session.can('pairing.read') ? get('/api/v1/pairing/pairs', { query: { under: id, side: 'need', state: 'active', limit: many }, signal }) : null, [id])
  const counted = (page: { items: unknown[]; next?: string | null } | null | undefined, count = page?.items.length ?? 0) => (page ? (page.next ? t.common.moreThan(count) : String(count)) : '…')
  const open = weak.data?.items.filter(one => !['closed', 'ended', 'tracking', 'relisted'].includes(one.state)).length
  return (
    <div className="figures">
      <Link className="figure" to={`/organizations/list?under=${id}`}><span>{t.home.organizations}</span><b>{rollup.data?.organizations.total.toLocaleString() ?? '…'}</b></Link>
      <Link className="figure" to={`/members?under=${id}`}><span>{t.home.members}</span><b>{rollup.data?.members.total.toLocaleString() ?? '…'}</b></Link>
      {weak.data !== null && <Link className="figure" to={`/rectifications?under=${id}`}><span>{t.home.weak}（{t.home.weakCount}）</span><b>{counted(weak.data, open)}</b></Link>}
      {pairs.data !== null && <Link className="figure" to={`/pairing/pairs?under=${id}&side=need&state=active`}><span>{t.home.pairing}</span><b>{counted(pairs.data)}</b></Link>}
      {mobile.data !== null && <Link className="figure" to={`/mobility?under=${id}`}><span>{t.home.mobile}</span><b>{counted(mobile.data)}</b></Link>}
    </div>
  )
}

function Below({ organization, children_, rollup, go }: { organization: Organization; children_: Loaded<Child[]>; rollup: Loaded<Rollup>; go: (id: string) => void }) {
  const { texts: t, large } = useSession()
  const types = useDomainTypes()
  const navigate = useNavigate()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const [by, setBy] = useState<'place' | 'type'>('place')
  const { nameOf } = types
  const tiles = useMemo((): Tile[] => by === 'place'
    ? (children_.data ?? []).map(child => ({ id: child.id, name: child.name, kind: t.kinds[child.kind], members: child.members, organizations: child.organizations, value: child.members }))
    : Object.entries(rollup.data?.organizations.byDomainType ?? {}).filter(([, count]) => count > 0).map(([type, count]) => ({ id: type, name: nameOf(type), kind: '', members: null, organizations: count, value: count })),
  [by, children_.data, rollup.data, nameOf, t])
  const short = useMemo(() => withoutShared(by === 'place' ? tiles.map(tile => tile.name) : []), [tiles, by])
  const option = useMemo(() => ({
    animation: false, color: palette,
    tooltip: { renderMode: 'richText' as const, formatter: (info: { name: string; value: number }) => `${info.name}\n${by === 'place' ? t.common.people(info.value) : `${info.value.toLocaleString()} ${t.common.organizations}`}` },
    series: [{
      type: 'treemap', roam: false, nodeClick: false, breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0, label: { fontSize: large ? 16 : 12, overflow: 'break', formatter: (info: { name: string }) => short(info.name) }, itemStyle: { gapWidth: 2, borderColor: '#fff' }, data: tiles,
    }],
  }), [tiles, by, short, t, large])
  const open = (id: string) => (by === 'place' ? go(id) : void navigate(`/organizations/list?under=${organization.id}&domainType=${id}`))
  return (
    <section className="panel" style={{ gridColumn: '1 / -1' }}>
      <div className="panel-head">
        <h3>{t.home.below}</h3>
        <Segmented aria-label={t.home.below} value={by} onChange={setBy} options={[{ value: 'place', label: t.home.byPlace }, { value: 'type', label: t.home.byDomain }]} />
        <Segmented aria-label={t.home.viewAs} value={view} onChange={setView} options={[{ value: 'chart', label: t.home.asChart }, { value: 'table', label: t.home.asTable }]} />
      </div>
      <Async from={children_}>
        {() => tiles.length === 0 ? <p className="muted">{t.organizations.noChildren}</p> : view === 'chart' ? (
          <>
            <p className="muted">{by === 'place' ? t.home.belowHint : t.home.typeHint}</p>
            <Chart option={option} height={320} label={`${organization.name}: ${tiles.map(tile => `${tile.name} ${tile.value}`).join(', ').slice(0, 1000)}`} onClick={data => { if (isTile(data)) open(data.id) }} />
          </>
        ) : (
          <PlainTable<Tile>
            rowKey="id" rows={tiles} height={300}
            columns={[
              { title: by === 'place' ? t.common.name : t.organizations.domainType, dataIndex: 'name', render: (text: string, row) => <Button type="link" style={{ padding: 0 }} onClick={() => open(row.id)}>{text}</Button> },
              ...(by === 'place' ? [{ title: t.organizations.kind, dataIndex: 'kind' as const }] : []),
              { title: t.home.organizations, dataIndex: 'organizations', align: 'right' as const, render: (count: number) => count.toLocaleString() },
              ...(by === 'place' ? [{ title: t.home.members, dataIndex: 'members' as const, align: 'right' as const, render: (count: number, row: Tile) => <Link to={`/members?under=${row.id}`} aria-label={`${row.name}: ${t.common.people(count)}`}>{count.toLocaleString()}</Link> }] : []),
            ]}
          />
        )}
      </Async>
    </section>
  )
}

interface Tile {
  id: string
  name: string
  kind: string
  organizations: number
  members: number | null
  value: number
}

const isTile = (data: unknown): data is { id: string } => typeof data === 'object' && data !== null && typeof (data as { id?: unknown }).id === 'string'

function Bars({ rollup, organization }: { rollup: Loaded<Rollup>; organization: Organization }) {
  const { texts: t, large } = useSession()
  const types = useDomainTypes()
  const navigate = useNavigate()
  if (!rollup.data) return <section className="panel"><Async from={rollup}>{() => null}</Async></section>
  const { organizations, members } = rollup.data
  const bars = (title: string, counts: Record<string, number>, name: (key: string) => string, color: string | undefined, to: (key: string) => string) => {
    const rows = Object.entries(counts).filter(([, value]) => value > 0).map(([key, value]) => ({ name: name(key), value, key }))
    return (
      <section className="panel" key={title}>
        <h3>{title}</h3>
        <Chart
          option={barOption(rows, large, color)} height={Math.max(120, rows.length * (large ? 38 : 30) + 16)} label={`${organization.name} ${title}: ${rows.map(row => `${row.name} ${row.value}`).join(', ')}`}
          onClick={data => { if (hasKey(data)) void navigate(to(data.key)) }}
        />
        <p style={{ marginBottom: 0 }}>{rows.map(row => <Link key={row.key} to={to(row.key)} style={{ marginInlineEnd: 12, display: 'inline-block', padding: '4px 0' }}>{row.name} {row.value.toLocaleString()}</Link>)}</p>
      </section>
    )
  }
  const list = (filter: string) => (key: string) => `/organizations/list?under=${organization.id}&${filter}=${key}`
  return (
    <>
      {bars(t.home.byKind, organizations.byKind, key => labelOf(t.kinds, key), palette[0], list('kind'))}
      {bars(t.home.byDomain, organizations.byDomainType, types.nameOf, palette[1], list('domainType'))}
      {bars(t.home.byStatus, members.byStatus, key => labelOf(t.memberStatus, key), palette[3], key => `/members?under=${organization.id}&status=${key}`)}
    </>
  )
}

const hasKey = (data: unknown): data is { key: string } => typeof data === 'object' && data !== null && typeof (data as { key?: unknown }).key === 'string'

const cycleSteps = ['planned', 'open', 'frozen', 'finalized'] as const

function CyclePanel() {
  const { texts: t } = useSession()
  const cycle = useLoad(async signal => session.can('assessment.read') ? (await get('/api/v1/assessment/cycles', { query: { limit: 1 }, signal })).items[0] ?? null : undefined, [])
  if (cycle.data === undefined && !cycle.loading) return null
  return (
    <section className="panel">
      <h3>{t.home.cycle}</h3>
      <Async from={cycle} rows={1}>
        {found => found ? (
          <>
            <p><Link to={`/assessment/cycles/${found.id}`}>{found.year}</Link> · {t.home.assessed(found.assessed)} · {t.cycles.cutOff} {found.cutOff}</p>
            <Steps size="small" current={cycleSteps.indexOf(found.state)} items={t.cycles.stages.map(title => ({ title }))} />
          </>
        ) : <p className="muted">{t.home.noCycle}</p>}
      </Async>
    </section>
  )
}
