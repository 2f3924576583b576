import { Button, Space } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Transfer } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { ReasonButton } from '../../shared/ReasonButton'
import { SideTabs } from '../../shared/SideTabs'
import { useAct } from '../../shared/useAct'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'

const colors: Record<Transfer['state'], string> = { issued: 'blue', received: 'green', returned: 'red', cancelled: 'default' }

/** The letters that wait here, and those that we have issued. */
export default function TransfersPage() {
  const { texts: t } = useSession()
  const [address] = useSearchParams()
  const direction = address.get('direction') === 'out' ? 'out' : 'in'
  const [version, setVersion] = useState(0)
  const changed = useCallback(() => setVersion(before => before + 1), [])
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.transfers.state, options: optionsOf(t.transferStates) },
    { kind: 'organization', name: 'under', label: t.members.under },
  ], [t])
  const columns = useMemo((): Column<Transfer>[] => [
    { key: 'member', title: t.transfers.member, text: row => row.memberName, render: (_, row) => direction === 'out' || row.state === 'received' ? <Link to={`/members/${row.memberId}`}>{row.memberName}</Link> : row.memberName },
    { key: 'idNumber', title: t.members.idNumber, dataIndex: 'idNumber', text: row => row.idNumber },
    { key: 'from', title: t.transfers.fromOrg, dataIndex: 'fromName', text: row => row.fromName },
    { key: 'to', title: t.transfers.toOrg, dataIndex: 'toName', text: row => row.toName },
    { key: 'state', title: t.transfers.state, text: row => t.transferStates[row.state], render: (_, row) => <StateTag color={colors[row.state]}>{t.transferStates[row.state]}</StateTag> },
    { key: 'issuedOn', title: t.transfers.issuedOn, dataIndex: 'issuedOn', text: row => row.issuedOn },
    {
      key: 'expiresOn', title: t.transfers.expiresOn, text: row => row.expiresOn,
      render: (_, row) => <>{row.expiresOn} {row.state === 'issued' && <StateTag color={row.expired ? 'red' : 'default'}>{t.transfers.due(dayjs(row.expiresOn).startOf('day').diff(dayjs().startOf('day'), 'day'))}</StateTag>}</>,
    },
    { key: 'reason', title: t.transfers.reason, dataIndex: 'reason', text: row => row.reason, extra: true },
    { key: 'note', title: t.transfers.note, dataIndex: 'decisionNote', text: row => row.decisionNote, extra: true },
    { key: 'act', title: t.common.operation, render: (_, row) => <Decide transfer={row} direction={direction} changed={changed} /> },
  ], [t, direction, changed])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/transfers', {
    query: { direction, state: query.state as Transfer['state'] | undefined, under: query.under, limit, cursor }, signal,
  }), [direction])
  return (
    <div className="page">
      <PageHead title={t.transfers.title} />
      <section className="panel">
        <SideTabs name="direction" value={direction} label={t.transfers.direction} options={[{ value: 'in', label: t.transfers.in }, { value: 'out', label: t.transfers.out }]} />
        <KeysetTable key={direction} name={`transfers-${direction}`} empty={direction === 'in' ? t.transfers.noneIn : t.transfers.noneOut} rowKey="id" export={{ path: '/api/v1/transfers/export', fixed: { direction }, permission: 'members.export', purpose: true }} filters={filters} columns={columns} load={load} version={version} />
      </section>
    </div>
  )
}

function Decide({ transfer, direction, changed }: { transfer: Transfer; direction: 'in' | 'out'; changed: () => void }) {
  const { texts: t } = useSession()
  const { confirm, busy } = useAct()
  if (transfer.state !== 'issued') return null
  const path = { id: transfer.id }
  const version = transfer.version
  if (direction === 'in') {
    return session.can('members.receive') ? (
      <Space>
        <Button size="small" type="primary" loading={busy} onClick={() => void confirm(t.transfers.receive, t.transfers.receiveText(transfer.memberName, transfer.toName), () => post('/api/v1/transfers/{id}/receive', { path, version })).then(done => { if (done) changed() })}>{t.transfers.receive}</Button>
        <ReasonButton size="small" label={t.transfers.return} text={t.transfers.returnText} of={transfer.id} act={reason => post('/api/v1/transfers/{id}/return', { path, body: { reason }, version }).then(changed)} />
      </Space>
    ) : null
  }
  return session.can('members.transfer') ? <ReasonButton size="small" label={t.transfers.cancel} text={t.transfers.cancelText} of={transfer.id} act={reason => post('/api/v1/transfers/{id}/cancel', { path, body: { reason }, version }).then(changed)} /> : null
}
