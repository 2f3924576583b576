import { useCallback, useMemo } from 'react'
import { get } from '../../api/client'
import type { ShareRequestRow, ShareState } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { at } from '../apps/AppsPage'
import { DueTag } from './DueTag'
import { resourceName, stateColours } from './sharing'

export default function RequestsPage() {
  const { texts: t } = useSession()
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.sharing.states) },
    { kind: 'choice', name: 'overdue', label: t.home.late, options: [{ value: 'true', label: t.common.yes }, { value: 'false', label: t.common.no }] },
  ], [t])
  const columns = useMemo((): Column<ShareRequestRow>[] => [
    { key: 'app', title: t.sharing.app, text: row => row.appName, render: (_, row) => <Link to={`/sharing/requests/${row.id}`}>{row.appName}</Link> },
    { key: 'resource', title: t.sharing.resource, text: resourceName, render: (_, row) => resourceName(row) },
    { key: 'place', title: t.sharing.place, text: row => row.organizationName ?? t.account.everything, render: (_, row) => row.organizationName ?? t.account.everything },
    { key: 'state', title: t.common.state, text: row => t.sharing.states[row.state], render: (_, row) => <StateTag color={stateColours[row.state]}>{t.sharing.states[row.state]}</StateTag> },
    { key: 'due', title: t.sharing.dueOn, text: row => row.dueOn, render: (_, row) => <DueTag {...row} dueOn={row.dueOn ?? null} /> },
    { key: 'asked', title: t.sharing.askedAt, text: row => at(row.askedAt), render: (_, row) => at(row.askedAt) },
    { key: 'until', title: t.sharing.until, dataIndex: 'until', text: row => row.until },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/sharing/requests', {
    query: { state: query.state as ShareState | undefined, overdue: query.overdue === undefined ? undefined : query.overdue === 'true', limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.sharing.requests}><Link to="/sharing/catalogue">{t.sharing.catalogue}</Link></PageHead>
      <section className="panel"><KeysetTable name={t.sharing.requests} rowKey="id" filters={filters} columns={columns} load={load} empty={t.sharing.noRequests} /></section>
    </div>
  )
}
