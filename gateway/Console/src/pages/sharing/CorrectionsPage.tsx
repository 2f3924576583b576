import { useCallback, useMemo } from 'react'
import { get } from '../../api/client'
import type { CorrectionRow, CorrectionState } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { at } from '../apps/AppsPage'
import { DueTag } from './DueTag'
import { correctionColours, meaningOf, resourceName } from './sharing'

export default function CorrectionsPage() {
  const { texts: t } = useSession()
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', name: 'state', label: t.common.state, options: optionsOf(t.sharing.correctionStates) },
    { kind: 'choice', name: 'own', label: t.sharing.whose, options: [{ value: 'true', label: t.sharing.mine }, { value: 'false', label: t.sharing.others }] },
    { kind: 'choice', name: 'overdue', label: t.home.late, options: [{ value: 'true', label: t.common.yes }, { value: 'false', label: t.common.no }] },
  ], [t])
  const columns = useMemo((): Column<CorrectionRow>[] => [
    { key: 'item', title: t.sharing.wrong, text: row => `${resourceName(row)} · ${meaningOf(row)}`, render: (_, row) => <Link to={`/sharing/corrections/${row.id}`}>{resourceName(row)} · {meaningOf(row)}</Link> },
    { key: 'organization', title: t.common.organization, text: row => row.organizationName, render: (_, row) => row.organizationName },
    { key: 'asker', title: t.sharing.asker, dataIndex: 'askerName', text: row => row.askerName },
    { key: 'state', title: t.common.state, text: row => t.sharing.correctionStates[row.state], render: (_, row) => <StateTag color={correctionColours[row.state]}>{t.sharing.correctionStates[row.state]}</StateTag> },
    { key: 'due', title: t.sharing.dueOn, text: row => (row.state === 'open' ? row.dueOn : ''), render: (_, row) => row.state === 'open' && <DueTag dueOn={row.dueOn} overdue={row.overdue} /> },
    { key: 'asked', title: t.sharing.reportedAt, text: row => at(row.askedAt), render: (_, row) => at(row.askedAt) },
  ], [t])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/sharing/corrections', {
    query: { state: query.state as CorrectionState | undefined, own: yesNo(query.own), overdue: yesNo(query.overdue), limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.sharing.corrections} />
      <section className="panel"><p className="muted">{t.sharing.correctionsAbout}</p><KeysetTable name={t.sharing.corrections} rowKey="id" filters={filters} columns={columns} load={load} empty={t.sharing.noCorrections} /></section>
    </div>
  )
}

const yesNo = (value: string | undefined) => (value === undefined ? undefined : value === 'true')
