import { useCallback, useMemo } from 'react'
import { get } from '../../api/client'
import type { Kind, Organization, OrganizationStatus } from '../../api/types'
import { optionsOf } from '../../shared/fields'
import { type Column, type Filter, KeysetTable } from '../../shared/KeysetTable'
import { labelOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'

/** The records behind the figures: organizations by place, kind and type, in tree order. */
export default function OrganizationListPage() {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const filters = useMemo((): Filter[] => [
    { kind: 'organization', name: 'under', label: t.organizations.under },
    { kind: 'text', name: 'q', label: t.common.name, hint: t.organizations.searchTree },
    { kind: 'choice', name: 'kind', label: t.organizations.kind, options: optionsOf(t.kinds) },
    { kind: 'choice', name: 'domainType', label: t.organizations.domainType, options: types.options },
    { kind: 'choice', name: 'status', label: t.common.state, options: optionsOf(t.organizationStatus) },
  ], [t, types.options])
  const columns = useMemo((): Column<Organization>[] => [
    { key: 'name', title: t.common.name, text: row => row.name, render: (_, row) => <Link to={`/organizations/${row.id}`}>{row.name}</Link> },
    { key: 'code', title: t.common.code, dataIndex: 'code', text: row => row.code },
    { key: 'kind', title: t.organizations.kind, text: row => labelOf(t.kinds, row.kind), render: (_, row) => labelOf(t.kinds, row.kind) },
    { key: 'domainType', title: t.organizations.domainType, text: row => types.nameOf(row.domainType), render: (_, row) => types.nameOf(row.domainType) },
    { key: 'status', title: t.common.state, text: row => t.organizationStatus[row.status], render: (_, row) => <StateTag color={row.status === 'active' ? 'green' : 'default'}>{t.organizationStatus[row.status]}</StateTag> },
    { key: 'region', title: t.organizations.region, dataIndex: 'regionCode', text: row => row.regionCode },
    { key: 'unit', title: t.organizations.unitName, dataIndex: 'unitName', text: row => row.unitName },
    { key: 'established', title: t.organizations.establishedOn, dataIndex: 'establishedOn', text: row => row.establishedOn, extra: true },
  ], [t, types])
  const load = useCallback((query: Record<string, string>, cursor: string | undefined, limit: number, signal: AbortSignal) => get('/api/v1/organizations', {
    query: { under: query.under, q: query.q, kind: query.kind as Kind | undefined, domainType: query.domainType, status: query.status as OrganizationStatus | undefined, limit, cursor }, signal,
  }), [])
  return (
    <div className="page">
      <PageHead title={t.organizations.listTitle}><Link to="/organizations">{t.organizations.tree}</Link></PageHead>
      <section className="panel"><KeysetTable name="organizations" empty={t.organizations.none} rowKey="id" export={{ path: '/api/v1/organizations/export', permission: 'organizations.export' }} filters={filters} columns={columns} load={load} /></section>
    </div>
  )
}
