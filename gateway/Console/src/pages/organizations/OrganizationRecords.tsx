import { get } from '../../api/client'
import { session } from '../../api/session'
import type { GradeOfYear, Pair, Rectification } from '../../api/types'
import { Async } from '../../shared/Async'
import { Changes } from '../../shared/Changes'
import { labelOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { PlainTable } from '../../shared/PlainTable'
import { StateTag } from '../../shared/StateTag'
import { Tabs } from '../../shared/Tabs'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { nameOf, PartyName } from '../pairing/PartyName'

/** What became of an organization: grades year by year, cases, pairs, changes. Only what is looked at is loaded. */
export function OrganizationRecords({ id }: { id: string }) {
  const { texts: t } = useSession()
  return (
    <section className="panel">
      <Tabs
        name="records" label={t.organizations.records}
        items={[
          ...(session.can('assessment.read') ? [
            { key: 'grades', label: t.organizations.grades, children: <Grades id={id} /> },
            { key: 'cases', label: t.organizations.cases, children: <Cases id={id} /> },
          ] : []),
          ...(session.can('pairing.read') ? [{ key: 'pairs', label: t.organizations.pairs, children: <Pairs id={id} /> }] : []),
          { key: 'changes', label: t.changes.title, children: <Changes key={id} of={id} load={(cursor, signal) => get('/api/v1/organizations/{id}/history', { path: { id }, query: { limit: 20, cursor }, signal })} /> },
        ]}
      />
    </section>
  )
}

function Grades({ id }: { id: string }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const grades = useLoad(signal => get('/api/v1/assessment/organizations/{organizationId}/grades', { path: { organizationId: id }, signal }), [id])
  return (
    <Async from={grades} rows={2}>
      {found => found.length === 0 ? <p className="muted">{t.organizations.noGrades}</p> : (
        <PlainTable<GradeOfYear>
          save={t.organizations.grades} rowKey="cycleId" rows={found}
          columns={[
            { title: t.common.year, dataIndex: 'year', text: row => row.year, render: (year: number, row) => <Link to={`/assessment/cycles/${row.cycleId}`}>{year}</Link> },
            { title: t.cycles.grade, dataIndex: 'grade', text: row => labelOf(t.grades, row.grade), render: (grade: string, row) => <>{labelOf(t.grades, grade)} {row.vetoed && <StateTag color="red">{t.cycles.vetoed}</StateTag>}{row.state !== 'finalized' && <StateTag>{t.cycleStates[row.state]}</StateTag>}</> },
            { title: t.cycles.score, dataIndex: 'score', align: 'right' }, { title: t.cycles.rank, dataIndex: 'rank', align: 'right' }, { title: t.cycles.fromLowest, dataIndex: 'rankFromLowest', align: 'right' },
            { title: t.cycles.domainType, dataIndex: 'domainType', text: row => types.nameOf(row.domainType), render: types.nameOf },
          ]}
        />
      )}
    </Async>
  )
}

function Cases({ id }: { id: string }) {
  const { texts: t } = useSession()
  const cases = useLoad(signal => get('/api/v1/assessment/rectifications', { query: { organizationId: id, limit: 50 }, signal }), [id])
  return (
    <Async from={cases} rows={2}>
      {page => page.items.length === 0 ? <p className="muted">{t.rectifications.none}</p> : (
        <PlainTable<Rectification>
          save={t.organizations.cases} rowKey="id" rows={[...page.items].sort((one, other) => other.year - one.year)}
          columns={[
            { title: t.common.year, dataIndex: 'year', text: row => row.year, render: (year: number, row) => <Link to={`/rectifications/${row.id}`}>{year}</Link> }, { title: t.rectifications.reason, dataIndex: 'reason', text: row => t.listing[row.reason], render: (reason: Rectification['reason']) => t.listing[reason] },
            { title: t.common.state, dataIndex: 'state', text: row => t.rectificationStates[row.state], render: (state: Rectification['state']) => <StateTag>{t.rectificationStates[state]}</StateTag> }, { title: t.rectifications.deadline, dataIndex: 'deadline' },
            { title: t.rectifications.closeNumber, dataIndex: 'closeNumber' },
          ]}
        />
      )}
    </Async>
  )
}

const shown = 20

/** Pairs of the organization and of those below it, on whichever side they stand. */
function Pairs({ id }: { id: string }) {
  const { texts: t } = useSession()
  const pairs = useLoad(async signal => {
    const sides = await Promise.all((['need', 'helper'] as const).map(side => get('/api/v1/pairing/pairs', { query: { under: id, side, limit: shown }, signal })))
    return { items: [...new Map(sides.flatMap(page => page.items).map(pair => [pair.id, pair])).values()], more: sides.some(page => page.next) }
  }, [id])
  return (
    <Async from={pairs} rows={2}>
      {({ items, more }) => items.length === 0 ? <p className="muted">{t.organizations.noPairs}</p> : (
        <>
          <PlainTable<Pair>
            save={more ? undefined : t.organizations.pairs} rowKey="id" rows={items}
            columns={[
              { title: t.pairing.need, key: 'need', text: pair => nameOf(pair.need), render: (_, pair) => <PartyName party={pair.need} /> }, { title: t.pairing.helper, key: 'helper', text: pair => nameOf(pair.helper), render: (_, pair) => <PartyName party={pair.helper} /> },
              { title: t.common.state, dataIndex: 'state', text: pair => t.pairStates[pair.state], render: (state: Pair['state']) => <StateTag color={state === 'active' ? 'green' : 'default'}>{t.pairStates[state]}</StateTag> },
              { title: t.pairing.startedOn, dataIndex: 'startedOn' }, { title: t.pairing.visits, dataIndex: 'visits', align: 'right' },
              { title: t.common.operation, key: 'open', render: (_, pair) => <Link to={`/pairing/pairs/${pair.id}`} aria-label={`${t.common.detail}: ${pair.need.organizationName}`}>{t.common.detail}</Link> },
            ]}
          />
          {more && <p><Link to={`/pairing/pairs?under=${id}`}>{t.common.all2}</Link></p>}
        </>
      )}
    </Async>
  )
}
