import { Alert, App, Button, Dropdown, Form, type FormInstance, Input } from 'antd'
import { useState } from 'react'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Child, Organization } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { ExportButton } from '../../shared/ExportButton'
import { Facts } from '../../shared/Facts'
import { OrganizationField } from '../../shared/fields'
import { forgetOrganization, labelOf, organizationOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PlainTable } from '../../shared/PlainTable'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useUndo } from '../../shared/useUndo'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { ReportError } from '../sharing/ReportError'
import { OrganizationRecords } from './OrganizationRecords'
import { ChangeButton, RegisterButton } from './RegisterButton'

type Deed = 'move' | 'abolish' | 'merge' | null

/** One organization: its facts, what is below it, what can be done with it. */
export function OrganizationPanel({ id, changed, open }: { id: string; changed: () => void; open: (id: string) => void }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const organization = useLoad(signal => get('/api/v1/organizations/{id}', { path: { id }, signal }), [id])
  const [dialog, setDialog] = useState<Deed>(null)
  const done = (next?: string) => {
    setDialog(null)
    forgetOrganization(id)
    changed()
    if (next) open(next)
    else organization.reload()
  }
  return (
    <div className="keyset" style={{ minWidth: 0 }} aria-busy={organization.loading && organization.data !== undefined && organization.data.id !== id}>
      <Async from={organization} rows={6}>
        {one => (
          <>
            <section className="panel">
              <div className="panel-head">
                <h3>{one.name} {one.status !== 'active' && <StateTag color="red">{t.organizationStatus[one.status]}</StateTag>}</h3>
                {one.status === 'active' && (
                  <>
                    {session.can('organizations.register') && one.kind !== 'group' && <RegisterButton parent={one} onDone={made => done(made.id)} />}
                    {session.can('organizations.change') && <ChangeButton organization={one} onDone={() => done()} />}
                    <ReportError resource="organizations" objectId={one.id} />
                    <More one={one} choose={setDialog} />
                  </>
                )}
              </div>
              {one.warnings?.map(warning => <Alert key={warning.code} type="warning" showIcon title={warning.text} style={{ marginBottom: 8 }} />)}
              <Facts layout="across" items={[
                [t.common.code, one.code], [t.organizations.kind, t.kinds[one.kind]], [t.organizations.domainType, types.nameOf(one.domainType)],
                [t.organizations.parent, one.parentId ? <OrganizationLink key="parent" id={one.parentId} /> : t.organizations.top], [t.organizations.region, one.regionCode], [t.organizations.unitName, one.unitName],
                [t.organizations.creditCode, one.creditCode], [t.organizations.unitClass, one.unitClass], [t.organizations.establishedOn, one.establishedOn], [t.organizations.externalCode, one.externalCode],
                ...(one.mergedIntoId ? [[t.organizations.mergedInto, <OrganizationLink key="into" id={one.mergedIntoId} />] as [string, React.ReactNode]] : []),
              ]} />
              <p style={{ marginBottom: 0, display: 'flex', gap: 16, flexWrap: 'wrap' }}>
                {session.can('members.read') && <Link to={`/members?under=${id}`}>{t.organizations.membersOf}</Link>}
                {session.can('assessment.read') && <Link to={`/rectifications?organizationId=${id}&view=ledger`}>{t.organizations.cases}</Link>}
                {session.can('pairing.read') && <Link to={`/pairing/pairs?under=${id}`}>{t.organizations.pairs}</Link>}
              </p>
            </section>
            <Counts id={id} />
            <Children key={id} id={id} open={open} />
            <OrganizationRecords id={id} />
            <Dialog open={dialog !== null} onClose={() => setDialog(null)} title={dialog && `${t.organizations[dialog]} · ${one.name}`}>
              {dialog === 'move' && <Move one={one} done={() => done()} />}
              {dialog === 'abolish' && <Abolish one={one} done={() => done()} />}
              {dialog === 'merge' && <Merge one={one} done={done} />}
            </Dialog>
          </>
        )}
      </Async>
    </div>
  )
}

function More({ one, choose }: { one: Organization; choose: (deed: Deed) => void }) {
  const { texts: t } = useSession()
  const items = (['move', 'merge', 'abolish'] as const).filter(what => session.can(`organizations.${what}`)).map(what => ({ key: what, label: t.organizations[what], danger: what === 'abolish' }))
  if (items.length === 0) return null
  return <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key as Deed) }}><Button aria-label={`${t.common.more}: ${one.name}`}>{t.common.more}</Button></Dropdown>
}

function Counts({ id }: { id: string }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const rollup = useLoad(signal => get('/api/v1/organizations/{id}/rollup', { path: { id }, signal }), [id])
  const tags = (counts: Record<string, number>, name: (key: string) => string) => Object.entries(counts).filter(([, count]) => count > 0).map(([key, count]) => <StateTag key={key}>{name(key)} {count.toLocaleString()}</StateTag>)
  return (
    <section className="panel">
      <h3>{t.organizations.counts}</h3>
      <Async from={rollup} rows={2}>
        {({ organizations, members }) => (
          <>
            <p>{t.organizations.below(organizations.total, members.total)}</p>
            <p>{tags(organizations.byKind, key => labelOf(t.kinds, key))}</p>
            <p>{tags(organizations.byDomainType, types.nameOf)}</p>
            <p style={{ marginBottom: 0 }}>{tags(members.byStatus, key => labelOf(t.memberStatus, key))}</p>
          </>
        )}
      </Async>
    </section>
  )
}

function Children({ id, open }: { id: string; open: (id: string) => void }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined])
  const at = cursors.at(-1)
  const page = useLoad(signal => get('/api/v1/organizations/{id}/children', { path: { id }, query: { limit: 50, cursor: at }, signal }), [id, at])
  return (
    <section className="panel">
      <div className="panel-head">
        <h3>{t.organizations.children}</h3>
        <ExportButton name={t.organizations.title} label={t.organizations.exportBelow} query={{ under: id }} route={{ path: '/api/v1/organizations/export', permission: 'organizations.export' }} />
      </div>
      <Async from={page}>
        {({ items, next }) => items.length === 0 ? <p className="muted">{t.organizations.noChildren}</p> : (
          <>
            <PlainTable<Child>
              rowKey="id" rows={items}
              columns={[
                { title: t.common.name, dataIndex: 'name', render: (name: string, child) => <Link to={`/organizations/${child.id}`} onClick={event => { event.preventDefault(); open(child.id) }}>{name}</Link> },
                { title: t.common.code, dataIndex: 'code' },
                { title: t.organizations.kind, dataIndex: 'kind', render: (kind: Child['kind']) => t.kinds[kind] },
                { title: t.organizations.domainType, dataIndex: 'domainType', render: types.nameOf },
                { title: t.home.organizations, dataIndex: 'organizations', align: 'right' },
                { title: t.home.members, dataIndex: 'members', align: 'right' },
              ]}
            />
            {(cursors.length > 1 || next) && (
              <div className="table-foot">
                <Button disabled={cursors.length === 1} onClick={() => setCursors(before => before.slice(0, -1))}>{t.common.previous}</Button>
                <Button disabled={!next} onClick={() => setCursors(before => [...before, next ?? undefined])}>{t.common.next}</Button>
              </div>
            )}
          </>
        )}
      </Async>
    </section>
  )
}

/** The organization that a form's field names. */
function useChosen<T extends object>(form: FormInstance<T>, field: keyof T & string): Organization | null {
  const id = Form.useWatch(field as never, form) as string | undefined
  const { data } = useLoad(async () => (id ? organizationOf(id) : null), [id])
  return data?.id === id ? data ?? null : null
}

/** Names what moves and where before anything does. */
function Move({ one, done }: { one: Organization; done: () => void }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const offerBack = useUndo()
  const rollup = useLoad(signal => get('/api/v1/organizations/{id}/rollup', { path: { id: one.id }, signal }), [one.id])
  const from = useLoad(async () => (one.parentId ? (await organizationOf(one.parentId)).name : t.organizations.top), [one.parentId])
  const { form, busy, head, props } = useForm<{ parentId: string }>({
    draft: `move.${one.id}`,
    submit: async ({ parentId }) => {
      const { moved } = await post('/api/v1/organizations/{id}/move', { path: { id: one.id }, body: { parentId }, version: one.version })
      const before = one.parentId
      if (!before) void message.success(t.organizations.moved(moved))
      else {
        offerBack({
          title: t.organizations.moved(moved), text: t.organizations.moveUndo, done: t.organizations.movedBack, then: done,
          back: async () => {
            const { version } = await get('/api/v1/organizations/{id}', { path: { id: one.id } })
            await post('/api/v1/organizations/{id}/move', { path: { id: one.id }, body: { parentId: before }, version })
          },
        })
      }
      done()
    },
  })
  const to = useChosen(form, 'parentId')
  return (
    <Form {...props}>
      {head}
      <Form.Item name="parentId" label={t.organizations.newParent} rules={[{ required: true, message: t.common.choose }]}>
        <OrganizationField />
      </Form.Item>
      {to && rollup.data && (
        <Alert
          type="info" showIcon style={{ marginBottom: 16 }} title={t.organizations.movePreview}
          description={<><p>{t.organizations.moveText(one.name, from.data ?? '…', to.name)}</p><p>{t.organizations.moveCounts(rollup.data.organizations.total, rollup.data.members.total)}</p><p style={{ margin: 0 }}>{t.organizations.moveUndo}</p></>}
        />
      )}
      <Button type="primary" htmlType="submit" loading={busy} disabled={!to}>{t.organizations.move}</Button>
    </Form>
  )
}

function Abolish({ one, done }: { one: Organization; done: () => void }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<{ reason: string }>({
    draft: `abolish.${one.id}`,
    submit: async ({ reason }) => {
      await post('/api/v1/organizations/{id}/abolish', { path: { id: one.id }, body: { reason }, version: one.version })
      done()
    },
  })
  return (
    <Form {...props}>
      {head}
      <p>{t.organizations.abolishText(one.name)}</p>
      <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={200} /></Form.Item>
      <Button type="primary" danger htmlType="submit" loading={busy}>{t.organizations.abolish}</Button>
    </Form>
  )
}

function Merge({ one, done }: { one: Organization; done: (into: string) => void }) {
  const { texts: t } = useSession()
  const { form, busy, head, props } = useForm<{ intoId: string; reason: string }>({
    draft: `merge.${one.id}`,
    submit: async ({ intoId, reason }) => {
      await post('/api/v1/organizations/{id}/merge', { path: { id: one.id }, body: { intoId, reason }, version: one.version })
      done(intoId)
    },
  })
  const into = useChosen(form, 'intoId')
  return (
    <Form {...props}>
      {head}
      <Form.Item name="intoId" label={t.organizations.mergeInto} rules={[{ required: true, message: t.common.choose }]}><OrganizationField /></Form.Item>
      {into && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t.organizations.mergeText(one.name, into.name)} />}
      <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={200} /></Form.Item>
      <Button type="primary" danger htmlType="submit" loading={busy} disabled={!into}>{t.organizations.merge}</Button>
    </Form>
  )
}
