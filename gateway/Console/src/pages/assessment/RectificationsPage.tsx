import { PrinterOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { get } from '../../api/client'
import type { Rectification, RectificationState } from '../../api/types'
import { Async } from '../../shared/Async'
import { BoardColumn } from '../../shared/Board'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { years } from './years'

export const isLate = (one: Pick<Rectification, 'deadline' | 'state'>) =>
  !!one.deadline && one.deadline < dayjs().format('YYYY-MM-DD') && !['closed', 'tracking', 'ended', 'relisted'].includes(one.state)

export default function RectificationsPage() {
  const { texts: t } = useSession()
  const [address, setAddress] = useSearchParams()
  const view = address.get('view') === 'ledger' ? 'ledger' : 'board'
  return (
    <div className="page">
      <PageHead title={view === 'ledger' ? t.rectifications.ledgerTitle : t.rectifications.title}>
        <Segmented
          aria-label={t.rectifications.title} value={view} options={[{ value: 'board', label: t.rectifications.board }, { value: 'ledger', label: t.rectifications.ledger }]}
          onChange={next => setAddress(params => { params.set('view', next); params.delete('at'); params.delete('state'); return params })}
        />
        <Link to={`/rectifications/ledger?${new URLSearchParams([...address].filter(([name]) => name !== 'view' && name !== 'at'))}`}><Button icon={<PrinterOutlined />}>{t.ledger.open}</Button></Link>
      </PageHead>
      {view === 'ledger' ? <Ledger /> : <Board under={address.get('under')} year={address.get('year')} />}
    </div>
  )
}

const columnsOfBoard: RectificationState[][] = [['identified'], ['planDrafted'], ['planApproved', 'rectifying'], ['selfChecked', 'acceptanceFailed'], ['acceptancePassed', 'closed', 'tracking', 'ended', 'relisted']]

function Board({ under, year: wanted }: { under: string | null; year: string | null }) {
  const { texts: t } = useSession()
  const year = wanted ? Number(wanted) : undefined
  const counts = useLoad(signal => get('/api/v1/assessment/rectifications/counts', { query: { under: under ?? undefined, year }, signal }), [under, year])
  const columns = useMemo(() => columnsOfBoard.map(states => ({
    states,
    from: states.map(state => (cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/rectifications', { query: { under: under ?? undefined, year, state, limit, cursor }, signal })),
  })), [under, year])
  return (
    <Async from={counts}>
      {({ total, states: found }) => total === 0 ? <div className="panel muted">{t.rectifications.noneYet}</div> : (
        <div className="board">
          {columns.map(({ states, from }) => (
            <BoardColumn<Rectification>
              key={states[0]} title={states.slice(0, 2).map(state => t.rectificationStates[state]).join(' / ')} from={from} card={one => <Card key={one.id} one={one} />}
              count={found.filter(row => states.includes(row.state)).reduce((sum, row) => sum + row.cases, 0)}
            />
          ))}
        </div>
      )}
    </Async>
  )
}

function Card({ one }: { one: Rectification }) {
  const { texts: t } = useSession()
  return (
    <Link className="board-card" to={`/rectifications/${one.id}`}>
      <b>{one.name}</b><br />
      <span className="muted">{t.rectificationStates[one.state]} · {t.listing[one.reason]}</span>
      {one.deadline && <><br /><span className={isLate(one) ? undefined : 'muted'} style={isLate(one) ? { color: '#9b1c16' } : {}}>{t.rectifications.deadline} {one.deadline} {isLate(one) && t.rectifications.overdue}</span></>}
      {one.measures.length > 0 && <><br /><span className="muted">{t.rectifications.measures} {one.measures.filter(measure => measure.doneOn).length}/{one.measures.length}</span></>}
    </Link>
  )
}

function Ledger() {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const [address] = useSearchParams()
  const organizationId = address.get('organizationId')
  const filters = useMemo((): Filter[] => [
    { kind: 'organization', name: 'under', label: t.members.under },
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.rectificationStates) },
    { kind: 'choice', name: 'year', label: t.common.year, options: years(), width: 110 },
  ], [t])
  const columns = useMemo((): Column<Rectification>[] => [
    { key: 'name', title: t.rectifications.organization, text: row => row.name, render: (_, row) => <Link className="wraps" to={`/rectifications/${row.id}`}>{row.name}</Link> },
    { key: 'code', title: t.common.code, dataIndex: 'code', text: row => row.code },
    { key: 'domainType', title: t.organizations.domainType, text: row => types.nameOf(row.domainType), render: (_, row) => types.nameOf(row.domainType) },
    { key: 'year', title: t.common.year, dataIndex: 'year', text: row => row.year },
    { key: 'reason', title: t.rectifications.reason, text: row => t.listing[row.reason], render: (_, row) => t.listing[row.reason] },
    { key: 'state', title: t.common.state, text: row => t.rectificationStates[row.state], render: (_, row) => <StateTag color={isLate(row) ? 'red' : 'default'}>{t.rectificationStates[row.state]}</StateTag> },
    { key: 'causes', title: t.rectifications.causes, text: row => row.causes, render: (_, row) => <span className="wraps">{row.causes}</span> },
    { key: 'measures', title: t.rectifications.measures, text: row => row.measures.map(one => one.action).join('；'), render: (_, row) => (row.measures.length ? `${row.measures.filter(one => one.doneOn).length}/${row.measures.length}` : '') },
    { key: 'owner', title: t.rectifications.owner, text: row => [...new Set(row.measures.map(one => one.owner))].join('、'), render: (_, row) => <span className="wraps">{[...new Set(row.measures.map(one => one.owner))].join('、')}</span> },
    { key: 'deadline', title: t.rectifications.deadline, dataIndex: 'deadline', text: row => row.deadline },
    { key: 'closed', title: t.rectifications.closeNumber, text: row => row.closeNumber, render: (_, row) => (row.closedOn ? <span className="wraps">{row.closedOn} {row.closeNumber}</span> : '') },
  ], [t, types.options])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/assessment/rectifications', {
    query: { under: query.under, state: query.state as RectificationState | undefined, year: query.year ? Number(query.year) : undefined, organizationId: organizationId ?? undefined, limit, cursor }, signal,
  }), [organizationId])
  return <section className="panel"><KeysetTable name="rectifications" rowKey="id" export={{ path: '/api/v1/assessment/rectifications/export', permission: 'assessment.export', ...(organizationId ? { fixed: { organizationId } } : {}) }} filters={filters} columns={columns} load={load} empty={t.rectifications.noneYet} /></section>
}
