import { get } from '../../api/client'
import type { Mobility, Transfer } from '../../api/types'
import { Async } from '../../shared/Async'
import { Changes } from '../../shared/Changes'
import { PlainTable } from '../../shared/PlainTable'
import { StateTag } from '../../shared/StateTag'
import { Tabs } from '../../shared/Tabs'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'

/** What became of a member: letters, stays elsewhere, changes. */
export function MemberRecords({ id, version }: { id: string; version: number }) {
  const { texts: t } = useSession()
  return (
    <section className="panel">
      <Tabs
        name="records" label={t.members.records}
        items={[
          { key: 'transfers', label: t.members.transfers, children: <Transfers key={version} id={id} /> },
          { key: 'mobility', label: t.members.stays, children: <Stays key={version} id={id} /> },
          { key: 'changes', label: t.changes.title, children: <Changes key={version} of={id} load={(cursor, signal) => get('/api/v1/members/{id}/history', { path: { id }, query: { limit: 20, cursor }, signal })} /> },
        ]}
      />
    </section>
  )
}

/** Letters that left, and those that came: who belongs here came by one. */
function Transfers({ id }: { id: string }) {
  const { texts: t } = useSession()
  const found = useLoad(async signal => {
    const [out, back] = await Promise.all((['out', 'in'] as const).map(direction => get('/api/v1/transfers', { query: { direction, memberId: id, limit: 50 }, signal })))
    const all = new Map([...back!.items, ...out!.items].map(letter => [letter.id, letter]))
    return [...all.values()].sort((one, other) => other.issuedOn.localeCompare(one.issuedOn))
  }, [id])
  return (
    <Async from={found} rows={2}>
      {letters => letters.length === 0 ? <p className="muted">{t.members.noTransfers}</p> : (
        <PlainTable<Transfer>
          save={t.members.transfers} rowKey="id" rows={letters}
          columns={[
            { title: t.transfers.issuedOn, dataIndex: 'issuedOn' }, { title: t.transfers.fromOrg, dataIndex: 'fromName' }, { title: t.transfers.toOrg, dataIndex: 'toName' }, { title: t.transfers.reason, dataIndex: 'reason' },
            { title: t.transfers.state, dataIndex: 'state', text: row => t.transferStates[row.state], render: (state: Transfer['state']) => <StateTag>{t.transferStates[state]}</StateTag> }, { title: t.transfers.decidedOn, dataIndex: 'decidedOn' },
          ]}
        />
      )}
    </Async>
  )
}

function Stays({ id }: { id: string }) {
  const { texts: t } = useSession()
  const found = useLoad(signal => get('/api/v1/mobility', { query: { side: 'home', memberId: id, limit: 50 }, signal }), [id])
  return (
    <Async from={found} rows={2}>
      {page => page.items.length === 0 ? <p className="muted">{t.members.noStays}</p> : (
        <PlainTable<Mobility>
          save={t.members.stays} rowKey="id" rows={page.items}
          columns={[
            { title: t.mobility.leftOn, dataIndex: 'leftOn' }, { title: t.mobility.hostOrg, dataIndex: 'hostName' }, { title: t.mobility.contact, dataIndex: 'contactName' },
            { title: t.common.state, dataIndex: 'state', text: row => t.mobilityStates[row.state], render: (state: Mobility['state']) => <StateTag>{t.mobilityStates[state]}</StateTag> },
            { title: t.mobility.checkedInOn, dataIndex: 'checkedInOn' }, { title: t.mobility.endedOn, dataIndex: 'endedOn' },
          ]}
        />
      )}
    </Async>
  )
}
