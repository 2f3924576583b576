import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { get } from '../../api/client'
import type { Pair } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { SideTabs } from '../../shared/SideTabs'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { nameOf, PartyName } from './PartyName'

export default function PairsPage() {
  const { texts: t } = useSession()
  const [address] = useSearchParams()
  const side = address.get('side') === 'helper' ? 'helper' : 'need'
  const filters = useMemo((): Filter[] => [
    { kind: 'organization', name: 'under', label: t.members.under },
    { kind: 'choice', name: 'kind', label: t.pairing.kind, options: optionsOf(t.programmeKinds) },
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.pairStates) },
  ], [t])
  const columns = useMemo((): Column<Pair>[] => [
    { key: 'need', title: t.pairing.need, text: row => nameOf(row.need), render: (_, row) => <PartyName party={row.need} /> },
    { key: 'helper', title: t.pairing.helper, text: row => nameOf(row.helper), render: (_, row) => <PartyName party={row.helper} /> },
    { key: 'kind', title: t.pairing.kind, text: row => t.programmeKinds[row.kind], render: (_, row) => t.programmeKinds[row.kind] },
    { key: 'state', title: t.common.state, text: row => t.pairStates[row.state], render: (_, row) => <StateTag color={row.state === 'active' ? 'green' : 'default'}>{t.pairStates[row.state]}</StateTag> },
    { key: 'startedOn', title: t.pairing.startedOn, dataIndex: 'startedOn', text: row => row.startedOn },
    { key: 'visits', title: t.pairing.visits, dataIndex: 'visits', align: 'right', text: row => row.visits },
    { key: 'lastVisitOn', title: t.pairing.lastVisit, text: row => row.lastVisitOn, render: (_, row) => row.lastVisitOn ?? <span className="muted">{t.pairing.noVisitYet}</span> },
    { key: 'open', title: t.common.operation, render: (_, row) => <Link to={`/pairing/pairs/${row.id}`} aria-label={`${t.common.detail}: ${nameOf(row.need)}`}>{t.common.detail}</Link> },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/pairing/pairs', {
    query: { under: query.under, side, kind: query.kind as Pair['kind'] | undefined, state: query.state as Pair['state'] | undefined, limit, cursor }, signal,
  }), [side])
  return (
    <div className="page">
      <PageHead title={t.menu.pairs} />
      <section className="panel">
        <SideTabs name="side" value={side} label={t.pairing.side} keep={['under']} options={[{ value: 'need', label: t.pairing.asNeed }, { value: 'helper', label: t.pairing.asHelper }]} />
        <KeysetTable key={side} empty={t.pairing.noPairsYet} name="pairs" rowKey="id" export={{ path: '/api/v1/pairing/pairs/export', permission: 'pairing.export', fixed: { side } }} filters={filters} columns={columns} load={load} />
      </section>
    </div>
  )
}
