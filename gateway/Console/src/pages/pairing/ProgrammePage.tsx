import { App, Button, Form, InputNumber, Select, Space } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { get, post } from '../../api/client'
import { Problem } from '../../api/problem'
import { session } from '../../api/session'
import type { Helper, Need, NetworkFlow, Programme, Proposal } from '../../api/types'
import { Async } from '../../shared/Async'
import { Chart, palette } from '../../shared/Chart'
import { Dialog } from '../../shared/Dialog'
import { OrganizationField, optionsOf } from '../../shared/fields'
import { followToEnd } from '../../shared/jobs'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { labelOf } from '../../shared/known'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { ReasonButton } from '../../shared/ReasonButton'
import { withoutShared } from '../../shared/shortNames'
import { SideTabs } from '../../shared/SideTabs'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useNarrow } from '../../shared/media'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { nameOf, PartyName } from './PartyName'

type Tab = 'proposals' | 'needs' | 'helpers' | 'network'

export default function ProgrammePage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const [address] = useSearchParams()
  const wanted = address.get('tab')
  const tab: Tab = wanted === 'needs' || wanted === 'helpers' || wanted === 'network' ? wanted : 'proposals'
  const [version, setVersion] = useState(0)
  const changed = useCallback(() => setVersion(before => before + 1), [])
  const programme = useLoad(signal => get('/api/v1/pairing/programmes/{id}', { path: { id }, signal }), [id, version])
  return (
    <div className="page">
      <Async from={programme} rows={6}>
        {one => (
          <>
            <PageHead title={one.name} tags={<><StateTag>{one.year}</StateTag><StateTag>{t.programmeKinds[one.kind]}</StateTag><StateTag color={one.state === 'open' ? 'green' : 'default'}>{t.programmeStates[one.state]}</StateTag></>}>
              {one.state === 'open' && session.can('pairing.manage') && <Manage programme={one} changed={changed} />}
            </PageHead>
            <p><OrganizationLink id={one.scopeOrganizationId} name={one.scopeName ?? null} /> · {t.pairing.rules}: {one.ruleSet.name}{one.lastRun && ` · ${t.pairing.run(one.lastRun.number, one.lastRun.matched, one.lastRun.unmatched)}`}</p>
            <section className="panel">
              <SideTabs name="tab" value={tab} label={one.name} options={[{ value: 'proposals', label: t.pairing.proposals }, { value: 'needs', label: t.pairing.needs }, { value: 'helpers', label: t.pairing.helpers }, { value: 'network', label: t.pairing.network }]} />
              {tab === 'proposals' && <Proposals programme={one} version={version} changed={changed} />}
              {tab === 'needs' && <Needs programme={one} version={version} changed={changed} />}
              {tab === 'helpers' && <Helpers programme={one} version={version} changed={changed} />}
              {tab === 'network' && <Network programme={one} />}
            </section>
          </>
        )}
      </Async>
    </div>
  )
}

function Manage({ programme, changed }: { programme: Programme; changed: () => void }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const { confirm, busy } = useAct()
  const path = { id: programme.id }
  const match = async () => {
    const job = await post('/api/v1/pairing/programmes/{id}/proposals', { path })
    void message.open({ key: job.id, type: 'loading', content: t.pairing.matching, duration: 0 })
    try {
      await followToEnd(`/api/v1/pairing/matchings/${job.id}`)
    } finally {
      message.destroy(job.id)
    }
  }
  return (
    <Space wrap>
      <Button type="primary" loading={busy} onClick={() => void confirm(t.pairing.match, t.pairing.matchText, match, t.pairing.matched).then(done => { if (done) changed() })}>{t.pairing.match}</Button>
      {programme.weakListClass && (
        <Button onClick={() => void confirm(t.pairing.fromWeak, t.pairing.fromWeakText, async () => {
          const listed = await post('/api/v1/pairing/programmes/{id}/needs/from-weak-list', { path, body: { needClass: programme.weakListClass!, year: programme.year } })
          void message.info(t.pairing.listed(listed.added, listed.unchanged))
        }).then(done => { if (done) changed() })}>{t.pairing.fromWeak}</Button>
      )}
      <ReasonButton danger label={t.pairing.close} text={t.pairing.closeText} of={programme.id} act={reason => post('/api/v1/pairing/programmes/{id}/close', { path, body: { reason }, version: programme.version }).then(changed)} />
    </Space>
  )
}

interface ListOf {
  programme: Programme
  version: number
  changed: () => void
}

/** Proposals beside their reasons; many are decided at once. */
function Proposals({ programme, version, changed }: ListOf) {
  const { texts: t } = useSession()
  const { message, modal } = App.useApp()
  const [chosen, setChosen] = useState<Proposal[]>([])
  const may = programme.state === 'open' && session.can('pairing.manage')

  /** Each is decided by itself: one that someone else has decided first does not stop the others. */
  const decide = async (one: (proposal: Proposal) => Promise<unknown>) => {
    let done = 0
    const failed: string[] = []
    for (const proposal of chosen) {
      try {
        await one(proposal)
        done++
      } catch (failure) {
        if (!(failure instanceof Problem)) throw failure
        failed.push(`${nameOf(proposal.need)}: ${failure.message}`)
      }
    }
    if (failed.length > 0) modal.warning({ title: t.pairing.decided(done, failed.length), content: <ul style={{ paddingInlineStart: 16 }}>{failed.slice(0, 20).map(text => <li key={text}>{text}</li>)}</ul> })
    else void message.success(t.pairing.decided(done, 0))
    setChosen([])
    changed()
  }

  const filters = useMemo((): Filter[] => [{ kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.proposalStates) }], [t])
  const columns = useMemo((): Column<Proposal>[] => [
    { key: 'need', title: t.pairing.need, text: row => nameOf(row.need), render: (_, row) => <PartyName party={row.need} /> },
    { key: 'helper', title: t.pairing.helper, text: row => nameOf(row.helper), render: (_, row) => <PartyName party={row.helper} /> },
    { key: 'state', title: t.common.state, text: row => t.proposalStates[row.state], render: (_, row) => <StateTag color={{ proposed: 'blue', confirmed: 'green', rejected: 'red', superseded: 'default' }[row.state]}>{t.proposalStates[row.state]}</StateTag> },
    {
      key: 'why', title: t.pairing.why, text: row => `${labelOf(t.classes, row.reasons.helperClass)} → ${labelOf(t.classes, row.reasons.needClass)}`,
      render: (_, row) => <>{labelOf(t.classes, row.reasons.helperClass)} → {labelOf(t.classes, row.reasons.needClass)} <span className="muted">{t.pairing.priority} {row.reasons.priority}</span></>,
    },
    { key: 'cost', title: t.pairing.cost, align: 'right', text: row => row.reasons.cost, render: (_, row) => row.reasons.cost },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/pairing/programmes/{id}/proposals', {
    path: { id: programme.id }, query: { state: query.state as Proposal['state'] | undefined, limit, cursor }, signal,
  }), [programme.id])
  const selection = useMemo(() => ({ chosen, choose: setChosen, nameOf: (row: Proposal) => nameOf(row.need), may: (row: Proposal) => row.state === 'proposed' }), [chosen])
  // Only what is in view is decided, as it is now.
  const seen = useCallback((rows: Proposal[]) => setChosen(before => (before.length === 0 ? before : rows.filter(row => row.state === 'proposed' && before.some(one => one.id === row.id)))), [])
  const detail = useCallback((row: Proposal) => <Reasons proposal={row} />, [])
  return (
    <KeysetTable
      name="proposals" empty={t.pairing.noProposals} rowKey="id" export={{ path: '/api/v1/pairing/programmes/{id}/proposals/export', parts: { id: programme.id }, permission: 'pairing.export' }} filters={filters} columns={columns} load={load} version={version}
      detail={detail} onLoaded={seen}
      toolbar={may && (
        <Space wrap style={{ marginBottom: 12 }}>
          <Button type="primary" disabled={chosen.length === 0} onClick={() => modal.confirm({
            title: t.pairing.confirmMany(chosen.length), content: t.pairing.confirmText, okText: t.pairing.confirm, cancelText: t.common.cancel,
            onOk: () => decide(proposal => post('/api/v1/pairing/proposals/{id}/confirm', { path: { id: proposal.id }, version: proposal.version })),
          })}>{t.pairing.confirmMany(chosen.length)}</Button>
          {chosen.length > 0 && <ReasonButton danger label={t.pairing.rejectMany(chosen.length)} text={t.pairing.rejectText} of={programme.id} act={reason => decide(proposal => post('/api/v1/pairing/proposals/{id}/reject', { path: { id: proposal.id }, body: { reason }, version: proposal.version }))} />}
        </Space>
      )}
      selection={may ? selection : undefined}
    />
  )
}

function Reasons({ proposal: { reasons, rejectedReason } }: { proposal: Proposal }) {
  const { texts: t } = useSession()
  return (
    <div>
      <p style={{ margin: 0 }}>{t.pairing.cost} {reasons.cost} = {t.pairing.classCost} {reasons.classCost} + {t.pairing.distance} {reasons.distanceCost} + {t.pairing.load} {reasons.loadCost}</p>
      {reasons.alternatives.length > 0 && <p style={{ margin: '4px 0 0' }}>{t.pairing.alternatives}: {reasons.alternatives.map(one => t.pairing.alternativeCost(one.organizationCode, one.cost)).join('，')}</p>}
      {rejectedReason && <p style={{ margin: '4px 0 0' }}>{t.common.reason}: {rejectedReason}</p>}
    </div>
  )
}

function Needs({ programme, version, changed }: ListOf) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const may = programme.state === 'open' && session.can('pairing.manage')
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.needStates) },
    { kind: 'choice', name: 'source', label: t.pairing.source, options: optionsOf(t.needSources) },
  ], [t])
  const columns = useMemo((): Column<Need>[] => [
    { key: 'name', title: t.pairing.need, text: row => nameOf(row), render: (_, row) => <PartyName party={row} /> },
    { key: 'code', title: t.common.code, dataIndex: 'organizationCode', text: row => row.organizationCode },
    { key: 'class', title: t.pairing.needClass, text: row => labelOf(t.classes, row.needClass), render: (_, row) => labelOf(t.classes, row.needClass) },
    { key: 'source', title: t.pairing.source, text: row => t.needSources[row.source], render: (_, row) => t.needSources[row.source] },
    { key: 'state', title: t.common.state, text: row => t.needStates[row.state], render: (_, row) => <StateTag color={{ open: 'blue', served: 'green', withdrawn: 'default' }[row.state]}>{t.needStates[row.state]}</StateTag> },
    { key: 'unmatched', title: t.pairing.unmatched, dataIndex: 'unmatchedReason', text: row => row.unmatchedReason },
    { key: 'act', title: t.common.operation, render: (_, row) => may && row.state === 'open' && <ReasonButton size="small" label={t.pairing.withdraw} text={nameOf(row)} of={row.id} act={reason => post('/api/v1/pairing/needs/{id}/withdraw', { path: { id: row.id }, body: { reason }, version: row.version }).then(changed)} /> },
  ], [t, may, changed])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/pairing/programmes/{id}/needs', {
    path: { id: programme.id }, query: { state: query.state as Need['state'] | undefined, source: query.source as Need['source'] | undefined, limit, cursor }, signal,
  }), [programme.id])
  const classes = [...new Set(programme.ruleSet.rules.map(rule => rule.needClass))]
  return (
    <KeysetTable name="needs" empty={t.pairing.noNeeds} rowKey="id" export={{ path: '/api/v1/pairing/programmes/{id}/needs/export', parts: { id: programme.id }, permission: 'pairing.export' }} filters={filters} columns={columns} load={load} version={version} toolbar={may && (
      <ListButton draft={`need.${programme.id}`} label={t.pairing.listNeed} classLabel={t.pairing.needClass} classes={classes} submit={async values => {
        const listed = await post('/api/v1/pairing/programmes/{id}/needs', { path: { id: programme.id }, body: [{ organizationId: values.organizationId, needClass: values.class }] })
        void message.success(t.pairing.listed(listed.added, listed.unchanged))
        changed()
      }} />
    )} />
  )
}

function Helpers({ programme, version, changed }: ListOf) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const may = programme.state === 'open' && session.can('pairing.manage')
  const columns = useMemo((): Column<Helper>[] => [
    { key: 'name', title: t.pairing.helper, text: row => nameOf(row), render: (_, row) => <><PartyName party={row} />{row.withdrawn && <StateTag>{t.needStates.withdrawn}</StateTag>}</> },
    { key: 'code', title: t.common.code, dataIndex: 'organizationCode', text: row => row.organizationCode },
    { key: 'class', title: t.pairing.helperClass, text: row => labelOf(t.classes, row.helperClass), render: (_, row) => labelOf(t.classes, row.helperClass) },
    { key: 'capacity', title: t.pairing.capacity, dataIndex: 'capacity', align: 'right', text: row => row.capacity },
    { key: 'active', title: t.pairing.active, dataIndex: 'activePairs', align: 'right', text: row => row.activePairs },
    { key: 'act', title: t.common.operation, render: (_, row) => may && !row.withdrawn && <ReasonButton size="small" label={t.pairing.withdraw} text={nameOf(row)} of={row.id} act={reason => post('/api/v1/pairing/helpers/{id}/withdraw', { path: { id: row.id }, body: { reason }, version: row.version }).then(changed)} /> },
  ], [t, may, changed])
  const load = useCallback((_: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/pairing/programmes/{id}/helpers', { path: { id: programme.id }, query: { limit, cursor }, signal }), [programme.id])
  const classes = [...new Set(programme.ruleSet.rules.map(rule => rule.helperClass))]
  return (
    <KeysetTable name="helpers" empty={t.pairing.noHelpers} rowKey="id" export={{ path: '/api/v1/pairing/programmes/{id}/helpers/export', parts: { id: programme.id }, permission: 'pairing.export' }} columns={columns} load={load} version={version} toolbar={may && (
      <ListButton withCapacity draft={`helper.${programme.id}`} label={t.pairing.listHelper} classLabel={t.pairing.helperClass} classes={classes} submit={async values => {
        const listed = await post('/api/v1/pairing/programmes/{id}/helpers', { path: { id: programme.id }, body: [{ organizationId: values.organizationId, helperClass: values.class, capacity: values.capacity ?? null }] })
        void message.success(t.pairing.listed(listed.added, listed.unchanged))
        changed()
      }} />
    )} />
  )
}

interface Listed {
  organizationId: string
  class: string
  capacity?: number
}

function ListButton({ draft, label, classLabel, classes, withCapacity, submit }: { draft: string; label: string; classLabel: string; classes: string[]; withCapacity?: boolean; submit: (values: Listed) => Promise<void> }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<Listed>({ draft, submit: async values => { await submit(values); setOpen(false) } })
  const required = [{ required: true, message: t.common.required }]
  return (
    <p>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      <Dialog open={open} title={label} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="organizationId" label={t.common.organization} rules={required}><OrganizationField /></Form.Item>
          <Form.Item name="class" label={classLabel} rules={required}><Select options={classes.map(one => ({ value: one, label: labelOf(t.classes, one) }))} /></Form.Item>
          {withCapacity && <Form.Item name="capacity" label={t.pairing.capacity}><InputNumber min={1} max={1000} /></Form.Item>}
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </p>
  )
}

/** Which classes of helpers help which classes of needs, and where these stand: all pairs of the programme that are active. */
function Network({ programme }: { programme: Programme }) {
  const { texts: t, large } = useSession()
  const network = useLoad(signal => get('/api/v1/pairing/programmes/{id}/network', { path: { id: programme.id }, signal }), [programme.id])
  return (
    <Async from={network}>
      {({ needs, served, flows }) => (
        <>
          <p role="status">{t.home.served(served, needs)}</p>
          {flows.length === 0 ? <p className="muted">{t.pairing.networkNone}</p> : (
            <>
              <p className="muted">{t.pairing.networkHint}</p>
              <Flows flows={flows} large={large} />
              <PlainTable<NetworkFlow>
                save={`${t.pairing.network}-${programme.name}`} rowKey={flow => `${flow.helperClass}/${flow.needClass}/${flow.placeId}`} rows={flows} pageSize={50}
                columns={[
                  { title: t.pairing.helperClass, key: 'helper', text: flow => labelOf(t.classes, flow.helperClass), render: (_, flow) => labelOf(t.classes, flow.helperClass) },
                  { title: t.pairing.needClass, key: 'need', text: flow => labelOf(t.classes, flow.needClass), render: (_, flow) => labelOf(t.classes, flow.needClass) },
                  { title: t.pairing.place, key: 'place', text: flow => flow.placeName, render: (_, flow) => flow.placeId && <Link to={`/pairing/pairs?under=${flow.placeId}&state=active`}>{flow.placeName}</Link> },
                  { title: t.pairing.pairs, dataIndex: 'pairs', align: 'right', sorter: (one, other) => one.pairs - other.pairs },
                ]}
              />
            </>
          )}
        </>
      )}
    </Async>
  )
}

const mostPlaces = 20

function Flows({ flows, large }: { flows: NetworkFlow[]; large: boolean }) {
  const { texts: t } = useSession()
  const narrow = useNarrow()
  const { option, places } = useMemo(() => {
    // The places with the most pairs; more lines than these cannot be told apart, and stand in the table.
    const byPlace = new Map<string, number>()
    const placeOf = (flow: NetworkFlow) => flow.placeName ?? t.pairing.elsewhere
    for (const flow of flows) byPlace.set(placeOf(flow), (byPlace.get(placeOf(flow)) ?? 0) + flow.pairs)
    const largest = new Set([...byPlace].sort(([, one], [, other]) => other - one).slice(0, mostPlaces).map(([name]) => name))
    const short = withoutShared([...largest])
    const links = new Map<string, { source: string; target: string; value: number }>()
    const add = (source: string, target: string, value: number) => {
      const link = links.get(`${source}/${target}`) ?? { source, target, value: 0 }
      link.value += value
      links.set(`${source}/${target}`, link)
    }
    for (const flow of flows) {
      const need = `${labelOf(t.classes, flow.needClass)}（${t.pairing.need}）`
      add(`${labelOf(t.classes, flow.helperClass)}（${t.pairing.helper}）`, need, flow.pairs)
      add(need, largest.has(placeOf(flow)) ? short(placeOf(flow)) : t.pairing.otherPlaces, flow.pairs)
    }
    const names = [...new Set([...links.values()].flatMap(link => [link.source, link.target]))]
    return {
      places: Math.min(byPlace.size, mostPlaces + 1),
      option: {
        animation: false, tooltip: { renderMode: 'richText' as const },
        // On a telephone there is no room beside the names for what they are: their column tells it.
        series: [{ type: 'sankey', left: 8, right: narrow ? 76 : 150, nodeGap: 10, label: { fontSize: large ? 16 : 12, formatter: (node: { name: string }) => (narrow ? node.name.replace(/（[^（）]*）$/, '') : node.name) }, data: names.map((name, index) => ({ name, itemStyle: { color: palette[index % palette.length] } })), links: [...links.values()], lineStyle: { color: 'gradient', opacity: 0.4 } }],
      },
    }
  }, [flows, t, large, narrow])
  return <Chart option={option} height={Math.max(340, places * (large ? 32 : 26))} label={`${t.pairing.network}: ${flows.map(flow => `${labelOf(t.classes, flow.helperClass)} → ${labelOf(t.classes, flow.needClass)} → ${flow.placeName ?? ''} ${flow.pairs}`).join(', ').slice(0, 1000)}`} />
}
