import { Button, Space } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Mobility } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { ReasonButton } from '../../shared/ReasonButton'
import { SideTabs } from '../../shared/SideTabs'
import { useAct } from '../../shared/useAct'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'

const colors: Record<Mobility['state'], string> = { registered: 'blue', checkedIn: 'green', ended: 'default' }

/** Members who are away, and members who have come, as two inboxes. */
export default function MobilityPage() {
  const { texts: t } = useSession()
  const [address] = useSearchParams()
  const side = address.get('side') === 'host' ? 'host' : 'home'
  const [version, setVersion] = useState(0)
  const changed = useCallback(() => setVersion(before => before + 1), [])
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.mobilityStates) },
    { kind: 'organization', name: 'under', label: t.members.under },
  ], [t])
  const columns = useMemo((): Column<Mobility>[] => [
    { key: 'member', title: t.mobility.member, text: row => row.memberName, render: (_, row) => (side === 'home' ? <Link to={`/members/${row.memberId}`}>{row.memberName}</Link> : row.memberName) },
    { key: 'phone', title: t.members.phone, dataIndex: 'phone', text: row => row.phone },
    { key: 'home', title: t.mobility.homeOrg, dataIndex: 'homeName', text: row => row.homeName },
    { key: 'host', title: t.mobility.hostOrg, dataIndex: 'hostName', text: row => row.hostName },
    { key: 'state', title: t.common.state, text: row => t.mobilityStates[row.state], render: (_, row) => <StateTag color={colors[row.state]}>{t.mobilityStates[row.state]}</StateTag> },
    { key: 'leftOn', title: t.mobility.leftOn, dataIndex: 'leftOn', text: row => row.leftOn },
    { key: 'countsFrom', title: t.mobility.countsFrom, dataIndex: 'countsFrom', text: row => row.countsFrom, extra: true },
    { key: 'checkedInOn', title: t.mobility.checkedInOn, dataIndex: 'checkedInOn', text: row => row.checkedInOn },
    { key: 'contact', title: t.mobility.contact, dataIndex: 'contactName', text: row => row.contactName },
    { key: 'reason', title: t.mobility.reason, dataIndex: 'reason', text: row => row.reason, extra: true },
    { key: 'act', title: t.common.operation, render: (_, row) => <Decide mobility={row} side={side} changed={changed} /> },
  ], [t, side, changed])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/mobility', {
    query: { side, state: query.state as Mobility['state'] | undefined, under: query.under, limit, cursor }, signal,
  }), [side])
  return (
    <div className="page">
      <PageHead title={t.mobility.title} />
      <section className="panel">
        <SideTabs name="side" value={side} label={t.mobility.side} keep={['under']} options={[{ value: 'home', label: t.mobility.home }, { value: 'host', label: t.mobility.host }]} />
        <KeysetTable key={side} name={`mobility-${side}`} empty={side === 'home' ? t.mobility.noneHome : t.mobility.noneHost} rowKey="id" export={{ path: '/api/v1/mobility/export', fixed: { side }, permission: 'members.export', purpose: true }} filters={filters} columns={columns} load={load} version={version} />
      </section>
    </div>
  )
}

function Decide({ mobility, side, changed }: { mobility: Mobility; side: 'home' | 'host'; changed: () => void }) {
  const { texts: t } = useSession()
  const { confirm, busy } = useAct()
  if (mobility.state === 'ended' || !session.can('members.mobility')) return null
  const path = { id: mobility.id }
  const version = mobility.version
  return (
    <Space>
      {side === 'host' && mobility.state === 'registered' && (
        <Button size="small" type="primary" loading={busy} onClick={() => void confirm(t.mobility.checkIn, t.mobility.checkInText(mobility.memberName), () => post('/api/v1/mobility/{id}/check-in', { path, version })).then(done => { if (done) changed() })}>{t.mobility.checkIn}</Button>
      )}
      <ReasonButton size="small" label={t.mobility.end} text={t.mobility.endText} of={mobility.id} act={reason => post('/api/v1/mobility/{id}/end', { path, body: { reason }, version }).then(changed)} />
    </Space>
  )
}
