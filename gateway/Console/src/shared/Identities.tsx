import { Button } from 'antd'
import type { Identity } from '../api/types'
import { useSession } from '../texts'
import { PlainTable } from './PlainTable'

/** Identities at providers of single sign-on, of one account. */
export function Identities({ of, rows, nameOf, act }: { of: string; rows: Identity[]; nameOf: (provider: string) => string; act: ((identity: Identity) => void) | null }) {
  const { texts: t } = useSession()
  const day = (at: string | null | undefined) => at?.slice(0, 10) ?? ''
  return (
    <PlainTable
      save={`${t.signOn.title}-${of}`} rowKey="id" rows={rows} empty={t.signOn.none}
      columns={[
        { title: t.signOn.provider, dataIndex: 'provider', text: row => nameOf(row.provider), render: (provider: string) => nameOf(provider) },
        { title: t.signOn.subject, dataIndex: 'subject', text: row => row.subject },
        { title: t.account.displayName, dataIndex: 'displayName', text: row => row.displayName ?? '' },
        { title: t.signOn.level, dataIndex: 'realNameLevel', text: row => row.realNameLevel ?? '' },
        { title: t.signOn.linkedAt, dataIndex: 'linkedAt', text: row => day(row.linkedAt), render: (at: string) => day(at) },
        { title: t.signOn.lastUsedAt, dataIndex: 'lastUsedAt', text: row => day(row.lastUsedAt), render: (at: string | null) => day(at) },
        ...(act ? [{ title: t.common.operation, key: 'act', render: (_: unknown, row: Identity) => <Button size="small" danger onClick={() => act(row)}>{t.signOn.unlink}</Button> }] : []),
      ]}
    />
  )
}
