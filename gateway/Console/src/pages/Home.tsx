import { Button, Segmented, Steps } from 'antd'
import { useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { get } from '../api/client'
import { session } from '../api/session'
import type { Child, Organization, Rollup } from '../api/types'
import { Async } from '../shared/Async'
import { Chart, barOption, palette } from '../shared/Chart'
import { labelOf, topOrganizations, useDomainTypes } from '../shared/known'
import { Link } from '../shared/Link'
import { OrganizationLink } from '../shared/OrganizationLink'
import { PageHead } from '../shared/PageHead'
import { PlainTable } from '../shared/PlainTable'
import { withoutShared } from '../shared/shortNames'
import { useAddress } from '../shared/useAddress'
import { type Loaded, useLoad } from '../shared/useLoad'
import { useSession } from '../texts'
import { StageBars } from './assessment/StageBars'
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
  const go = (id: string | null) => setAddress(params => {
    if (id) params.set('at', id)
    else params.delete('at')
    return params
  })
  return <Async from={here} rows={8}>{organizations => organizations[0] ? <Place key={organizations[0].id} organization={organizations[0]} top={!at} go={go} /> : null}</Async>
}

function Place({ organization, top, go }: { organization: Organization; top: boolean; go: (id: string | null) => void }) {
  const { texts: t } = useSession()
  const rollup = useLoad(signal => get('/api/v1/organizations/{id}/rollup', { path: { id: organization.id }, signal }), [organization.id])
  const children = useLoad(signal => childrenOf(organization.id, signal), [organization.id])
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

/** All of them: a list of places that leaves some out would not be one. */
async function childrenOf(id: string, signal: AbortSignal): Promise<Child[]> {
  const items: Child[] = []
  let cursor: string | undefined
  do {
    const page = await get('/api/v1/organizations/{id}/children', { path: { id }, query: { limit: many, cursor }, signal })
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return items
}

function Figures({ organization, rollup }: { organization: Organization; rollup: Loaded<Rollup> }) {
  const { texts: t } = useSession()
  const { id } = organization
  const weak = useLoad(async signal => session.can('assessment.read') ? get('/api/v1/assessment/rectifications/counts', { query: { under: id }, signal }) : null, [id])
  const mobile = useLoad(async signal => session.can('members.read') ? get('/api/v1/mobility/counts', { query: { under: id }, signal }) : null, [id])
  const pairs = useLoad(async signal => session.can('pairing.read') ? get('/api/v1/pairing/pairs/counts', { query: { under: id, side: 'need' }, signal }) : null, [id])
  const coverage = useLoad(async signal => session.can('pairing.read') ? coverageOf(id, signal) : null, [id])
  return (
    <div className="figures">
      <Link className="figure" to={`/organizations/list?under=${id}`}><span>{t.home.organizations}</span><b>{rollup.data?.organizations.total.toLocaleString() ?? '…'}</b></Link>
      <Link className="figure" to={`/members?under=${id}`}><span>{t.home.members}</span><b>{rollup.data?.members.total.toLocaleString() ?? '…'}</b></Link>
      {weak.data !== null && <Link className="figure" to={`/rectifications?under=${id}`}><span>{t.home.weak}（{t.home.weakCount}）</span><b>{weak.data?.open.toLocaleString() ?? '…'}{weak.data && weak.data.overdue > 0 && <small> {t.home.expired(weak.data.overdue)}</small>}</b></Link>}
      {coverage.data !== null && <Link className="figure" to={coverage.data?.only ? `/pairing/programmes/${coverage.data.only}?tab=network` : '/pairing/programmes?state=open'}><span title={t.home.coverage}>{t.home.pairing}</span><b>{coverage.data ? `${coverage.data.served.toLocaleString()} / ${coverage.data.needs.toLocaleString()}` : '…'}</b></Link>}
      {pairs.data !== null && <Link className="figure" to={`/pairing/pairs?under=${id}&side=need&state=active`}><span>{t.pairing.pairs}</span><b>{pairs.data?.active.toLocaleString() ?? '…'}</b></Link>}
      {mobile.data !== null && <Link className="figure" to={`/members?under=${id}&mobile=true`}><span>{t.home.mobile}</span><b>{mobile.data ? (mobile.data.registered + mobile.data.checkedIn).toLocaleString() : '…'}</b></Link>}
    </div>
  )
}

/** Of the needs that the open programmes have here, how many are served. */
async function coverageOf(under: string, signal: AbortSignal) {
  const { items } = await get('/api/v1/pairing/programmes', { query: { state: 'open', limit: 20 }, signal })
  const networks = await Promise.all(items.map(one => get('/api/v1/pairing/programmes/{id}/network', { path: { id: one.id }, query: { under }, signal })))
  const sum = (of: 'needs' | 'served') => networks.reduce((total, network) => total + network[of], 0)
  return { needs: sum('needs'), served: sum('served'), only: items.length === 1 ? items[0]!.id : null }
}

function Below({ organization, children_, rollup, go }: { organization: Organization; children_: Loaded<Child[]>; rollup: Loaded<Rollup>; go: (id: string) => void }) {
  const { texts: t, large } = useSession()
  const types = useDomainTypes()
  const navigate = useNavigate()
  const [view, setView] = useAddress('view', ['chart', 'table'] as const)
  const [by, setBy] = useAddress('by', ['place', 'type'] as const)
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
            save={`${organization.name}-${t.home.below}`} rowKey="id" rows={tiles} height={300}
            columns={[
              { title: by === 'place' ? t.common.name : t.organizations.domainType, dataIndex: 'name', text: row => row.name, render: (text: string, row) => <Button type="link" style={{ padding: 0 }} onClick={() => open(row.id)}>{text}</Button> },
              ...(by === 'place' ? [{ title: t.organizations.kind, dataIndex: 'kind' as const }] : []),
              { title: t.home.organizations, dataIndex: 'organizations', align: 'right' as const, text: row => row.organizations, render: (count: number) => count.toLocaleString() },
              ...(by === 'place' ? [{ title: t.home.members, dataIndex: 'members' as const, align: 'right' as const, text: (row: Tile) => row.members, render: (count: number, row: Tile) => <Link to={`/members?under=${row.id}`} aria-label={`${row.name}: ${t.common.people(count)}`}>{count.toLocaleString()}</Link> }] : []),
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
  const cycle = useLoad(async signal => session.can('assessment.read') ? ([...(await get('/api/v1/assessment/cycles', { query: { limit: 50 }, signal })).items].sort((one, other) => other.year - one.year)[0] ?? null) : undefined, [])
  if (cycle.data === undefined && !cycle.loading) return null
  return (
    <section className="panel">
      <h3>{t.home.cycle}</h3>
      <Async from={cycle} rows={1}>
        {found => found ? (
          <>
            <p><Link to={`/assessment/cycles/${found.id}`}>{found.year}</Link> · <OrganizationLink id={found.scopeOrganizationId} />{found.assessed > 0 && ` · ${t.home.assessed(found.assessed)}`} · {t.cycles.cutOff} {found.cutOff}</p>
            <Steps size="small" current={cycleSteps.indexOf(found.state)} items={t.cycles.stages.map(title => ({ title }))} />
            {found.state === 'open' && <StageBars id={found.id} />}
          </>
        ) : <p className="muted">{t.home.noCycle}</p>}
      </Async>
    </section>
  )
}
