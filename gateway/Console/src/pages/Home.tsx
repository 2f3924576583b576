import { Button, Segmented, Steps, Table } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { get } from '../api/client'
import { session } from '../api/session'
import type { Child, Organization, Rollup } from '../api/types'
import { Async } from '../shared/Async'
import { Chart, barOption, palette } from '../shared/Chart'
import { labelOf, topOrganizations, useDomainTypes } from '../shared/known'
import { PageHead } from '../shared/PageHead'
import { type Loaded, useLoad } from '../shared/useLoad'
import { useSession } from '../texts'

const many = 200

interface Due {
  key: string
  label: string
  count: number
  more: boolean
  late: number
  to: string
}

export function Home() {
  const { texts: t, me } = useSession()
  const role = me?.posts.find(post => post.id === me.postId)?.role
  if (!session.can('organizations.read')) {
    return (
      <div className="page">
        <PageHead title={t.home.welcome(me?.displayName || me?.userName || '')} />
        <div className="panel">{!me?.postId ? t.account.noPost : role === 'auditor' ? t.home.auditor : role === 'securityAdmin' ? t.home.security : t.home.nothing}</div>
      </div>
    )
  }
  return (
    <div className="page">
      <PageHead title={t.home.welcome(me?.displayName || me?.userName || '')} />
      <DuePanel />
      <Overview />
    </div>
  )
}

function DuePanel() {
  const { texts: t, postId } = useSession()
  const due = useLoad(signal => loadDue(signal), [postId])
  return (
    <section className="panel" aria-label={t.home.due}>
      <h3>{t.home.due}</h3>
      <Async from={due} rows={2}>
        {items => (items.length === 0 ? <p className="muted">{t.home.dueNone}</p> : (
          <ul className="due">
            {items.map(item => (
              <li key={item.key}>
                <span className="grow">{item.label} <b>{item.more ? t.common.moreThan(item.count) : item.count}</b> {item.late > 0 && <span style={{ color: '#9b1c16' }}>{t.home.expired(item.late)}</span>}</span>
                <Link to={item.to} aria-label={`${t.home.open}: ${item.label}`}>{t.home.open}</Link>
              </li>
            ))}
          </ul>
        ))}
      </Async>
    </section>
  )
}

/** What waits for this post, the late first. */
async function loadDue(signal: AbortSignal): Promise<Due[]> {
  const t = session.texts
  const today = dayjs().format('YYYY-MM-DD')
  const asked: Promise<Due | null>[] = []
  if (session.can('members.receive')) {
    asked.push(get('/api/v1/transfers', { query: { direction: 'in', state: 'issued', limit: many }, signal }).then(page => ({
      key: 'receive', label: t.home.receive, count: page.items.length, more: !!page.next, late: page.items.filter(one => one.expired).length, to: '/transfers?direction=in&state=issued',
    })))
  }
  if (session.can('members.mobility')) {
    asked.push(get('/api/v1/mobility', { query: { side: 'host', state: 'registered', limit: many }, signal }).then(page => ({
      key: 'checkIn', label: t.home.checkIn, count: page.items.length, more: !!page.next, late: 0, to: '/mobility?side=host&state=registered',
    })))
  }
  const cases = (state: 'planDrafted' | 'selfChecked' | 'identified' | 'rectifying', permission: string, label: string) => {
    if (session.can(permission)) {
      asked.push(get('/api/v1/assessment/rectifications', { query: { state, limit: many }, signal }).then(page => ({
        key: state, label: `${label}（${t.rectificationStates[state]}）`, count: page.items.length, more: !!page.next,
        late: page.items.filter(one => one.deadline && one.deadline < today).length, to: `/rectifications?state=${state}&view=ledger`,
      })))
    }
  }
  cases('planDrafted', 'assessment.approve', t.home.approve)
  cases('selfChecked', 'assessment.accept', t.home.accept)
  cases('identified', 'assessment.rectify', t.home.rectify)
  cases('rectifying', 'assessment.rectify', t.home.rectify)
  if (session.can('pairing.manage')) {
    const { items } = await get('/api/v1/pairing/programmes', { query: { state: 'open', limit: 5 }, signal })
    for (const programme of items) {
      asked.push(get('/api/v1/pairing/programmes/{id}/proposals', { path: { id: programme.id }, query: { state: 'proposed', limit: many }, signal }).then(page => ({
        key: programme.id, label: `${t.home.propose}（${programme.name}）`, count: page.items.length, more: !!page.next, late: 0, to: `/pairing/programmes/${programme.id}?tab=proposals&state=proposed`,
      })))
    }
  }
  const found = await Promise.all(asked)
  return found.filter((due): due is Due => due !== null && due.count > 0).sort((one, other) => other.late - one.late)
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
        <Below name={organization.name} children_={children} go={go} />
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
      <Link className="figure" to={`/organizations/${id}`}><span>{t.home.organizations}</span><b>{rollup.data?.organizations.total.toLocaleString() ?? '…'}</b></Link>
      <Link className="figure" to={`/members?under=${id}`}><span>{t.home.members}</span><b>{rollup.data?.members.total.toLocaleString() ?? '…'}</b></Link>
      {weak.data !== null && <Link className="figure" to={`/rectifications?under=${id}`}><span>{t.home.weak}（{t.home.weakCount}）</span><b>{counted(weak.data, open)}</b></Link>}
      {pairs.data !== null && <Link className="figure" to={`/pairing/pairs?under=${id}&side=need&state=active`}><span>{t.home.pairing}</span><b>{counted(pairs.data)}</b></Link>}
      {mobile.data !== null && <Link className="figure" to={`/mobility?under=${id}`}><span>{t.home.mobile}</span><b>{counted(mobile.data)}</b></Link>}
    </div>
  )
}

function Below({ name, children_, go }: { name: string; children_: Loaded<Child[]>; go: (id: string) => void }) {
  const { texts: t, large } = useSession()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const option = useMemo(() => ({
    animation: false, color: palette,
    tooltip: { renderMode: 'richText' as const, formatter: (info: { name: string; value: number }) => `${info.name}\n${t.common.people(info.value)}` },
    series: [{
      type: 'treemap', roam: false, nodeClick: false, breadcrumb: { show: false }, left: 0, right: 0, top: 0, bottom: 0, label: { fontSize: large ? 16 : 12, overflow: 'break' }, itemStyle: { gapWidth: 2, borderColor: '#fff' },
      data: (children_.data ?? []).map(child => ({ id: child.id, name: child.name, value: child.members, leaf: child.organizations <= 1 })),
    }],
  }), [children_.data, t, large])
  return (
    <section className="panel" style={{ gridColumn: '1 / -1' }}>
      <div className="panel-head">
        <h3>{t.home.below}</h3>
        <Segmented aria-label={t.home.below} value={view} onChange={setView} options={[{ value: 'chart', label: t.home.asChart }, { value: 'table', label: t.home.asTable }]} />
      </div>
      <Async from={children_}>
        {rows => rows.length === 0 ? <p className="muted">{t.organizations.noChildren}</p> : view === 'chart' ? (
          <>
            <p className="muted">{t.home.belowHint}</p>
            <Chart option={option} height={320} label={`${name}: ${rows.map(row => `${row.name} ${row.members}`).join(', ').slice(0, 1000)}`} onClick={data => { if (isChild(data)) go(data.id) }} />
          </>
        ) : (
          <Table<Child>
            size="small" rowKey="id" dataSource={rows} pagination={false} scroll={{ x: 'max-content', y: 300 }}
            columns={[
              { title: t.common.name, dataIndex: 'name', render: (text: string, row) => <Button type="link" style={{ padding: 0 }} onClick={() => go(row.id)}>{text}</Button> },
              { title: t.organizations.kind, dataIndex: 'kind', render: (kind: Child['kind']) => t.kinds[kind] },
              { title: t.home.organizations, dataIndex: 'organizations', align: 'right' },
              { title: t.home.members, dataIndex: 'members', align: 'right' },
            ]}
          />
        )}
      </Async>
    </section>
  )
}

const isChild = (data: unknown): data is { id: string } => typeof data === 'object' && data !== null && typeof (data as { id?: unknown }).id === 'string'

function Bars({ rollup, organization }: { rollup: Loaded<Rollup>; organization: Organization }) {
  const { texts: t, large } = useSession()
  const types = useDomainTypes()
  const bars = (title: string, counts: Record<string, number>, name: (key: string) => string, color: string | undefined) => {
    const rows = Object.entries(counts).filter(([, value]) => value > 0).map(([key, value]) => ({ name: name(key), value }))
    return (
      <section className="panel" key={title}>
        <h3>{title}</h3>
        <Chart option={barOption(rows, large, color)} height={Math.max(120, rows.length * (large ? 38 : 30) + 16)} label={`${organization.name} ${title}: ${rows.map(row => `${row.name} ${row.value}`).join(', ')}`} />
      </section>
    )
  }
  if (!rollup.data) return <section className="panel"><Async from={rollup}>{() => null}</Async></section>
  const { organizations, members } = rollup.data
  return (
    <>
      {bars(t.home.byKind, organizations.byKind, key => labelOf(t.kinds, key), palette[0])}
      {bars(t.home.byDomain, organizations.byDomainType, types.nameOf, palette[1])}
      {bars(t.home.byStatus, members.byStatus, key => labelOf(t.memberStatus, key), palette[3])}
    </>
  )
}

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
