import { Alert, App, Button, Dropdown, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Child, Organization } from '../../api/types'
import { Async } from '../../shared/Async'
import { ExportButton } from '../../shared/ExportButton'
import { Facts } from '../../shared/Facts'
import { OrganizationField } from '../../shared/fields'
import { forgetOrganization, labelOf, organizationOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PlainTable } from '../../shared/PlainTable'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { OrganizationRecords } from './OrganizationRecords'
import { ChangeButton, RegisterButton } from './RegisterButton'

type Dialog = 'move' | 'abolish' | 'merge' | null

/** One organization: its facts, what is below it, what can be done with it. */
export function OrganizationPanel({ id, changed, open }: { id: string; changed: () => void; open: (id: string) => void }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const organization = useLoad(signal => get('/api/v1/organizations/{id}', { path: { id }, signal }), [id])
  const [dialog, setDialog] = useState<Dialog>(null)
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
                    <More one={one} choose={setDialog} />
                  </>
                )}
              </div>
              {one.warnings?.map(warning => <Alert key={warning.code} type="warning" showIcon title={warning.text} style={{ marginBottom: 8 }} />)}
              <Facts layout="across" items={[
                [t.common.code, one.code], [t.organizations.kind, t.kinds[one.kind]], [t.organizations.domainType, types.nameOf(one.domainType)],
                [t.organizations.parent, one.parentId ? <OrganizationLink key="parent" id={one.parentId} /> : t.organizations.top], [t.organizations.region, one.regionCode], [t.organizations.unitName, one.unitName],
                [t.organizations.unitClass, one.unitClass], [t.organizations.establishedOn, one.establishedOn], [t.organizations.externalCode, one.externalCode],
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
            <Modal open={dialog !== null} footer={null} onCancel={() => setDialog(null)} destroyOnHidden title={dialog && `${t.organizations[dialog]} · ${one.name}`}>
              {dialog === 'move' && <Move one={one} done={() => done()} />}
              {dialog === 'abolish' && <Abolish one={one} done={() => done()} />}
              {dialog === 'merge' && <Merge one={one} done={done} />}
            </Modal>
          </>
        )}
      </Async>
    </div>
  )
}

function More({ one, choose }: { one: Organization; choose: (dialog: Dialog) => void }) {
  const { texts: t } = useSession()
  const items = (['move', 'merge', 'abolish'] as const).filter(what => session.can(`organizations.${what}`)).map(what => ({ key: what, label: t.organizations[what], danger: what === 'abolish' }))
  if (items.length === 0) return null
  return <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key as Dialog) }}><Button aria-label={`${t.common.more}: ${one.name}`}>{t.common.more}</Button></Dropdown>
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

/** Names what moves and where before anything does. */
function Move({ one, done }: { one: Organization; done: () => void }) {
  const { texts: t } = useSession()
  const { message, notification } = App.useApp()
  const { act } = useAct()
  const [to, setTo] = useState<Organization | null>(null)
  const rollup = useLoad(signal => get('/api/v1/organizations/{id}/rollup', { path: { id: one.id }, signal }), [one.id])
  const from = useLoad(async () => (one.parentId ? (await organizationOf(one.parentId)).name : t.organizations.top), [one.parentId])
  const offerBack = (moved: number, before: string) => {
    const key = `moved.${one.id}`
    const back = () => void act(async () => {
      const { version } = await get('/api/v1/organizations/{id}', { path: { id: one.id } })
      await post('/api/v1/organizations/{id}/move', { path: { id: one.id }, body: { parentId: before }, version })
    }, t.organizations.movedBack).then(well => { if (well) { notification.destroy(key); done() } })
    notification.success({ key, duration: 20, title: t.organizations.moved(moved), description: t.organizations.moveUndo, actions: <Button size="small" onClick={back}>{t.common.undo}</Button> })
  }
  const { busy, head, props } = useForm<{ parentId: string }>({
    submit: async ({ parentId }) => {
      const { moved } = await post('/api/v1/organizations/{id}/move', { path: { id: one.id }, body: { parentId }, version: one.version })
      if (one.parentId) offerBack(moved, one.parentId)
      else void message.success(t.organizations.moved(moved))
      done()
    },
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="parentId" label={t.organizations.newParent} rules={[{ required: true, message: t.common.choose }]}>
        <OrganizationPick onPick={setTo} />
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

/** The field, and word to the form beside of what was chosen. */
function OrganizationPick({ onPick, value, onChange, id }: { onPick: (organization: Organization | null) => void; value?: string; onChange?: (value: string | null) => void; id?: string }) {
  return <OrganizationField {...(id ? { id } : {})} {...(value ? { value } : {})} onChange={(next, organization) => { onChange?.(next); onPick(organization ?? null) }} />
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
  const [into, setInto] = useState<Organization | null>(null)
  const { busy, head, props } = useForm<{ intoId: string; reason: string }>({
    draft: `merge.${one.id}`, secret: ['intoId'],
    submit: async ({ intoId, reason }) => {
      await post('/api/v1/organizations/{id}/merge', { path: { id: one.id }, body: { intoId, reason }, version: one.version })
      done(intoId)
    },
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="intoId" label={t.organizations.mergeInto} rules={[{ required: true, message: t.common.choose }]}><OrganizationPick onPick={setInto} /></Form.Item>
      {into && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t.organizations.mergeText(one.name, into.name)} />}
      <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, message: t.common.required }]}><Input.TextArea rows={3} maxLength={200} /></Form.Item>
      <Button type="primary" danger htmlType="submit" loading={busy} disabled={!into}>{t.organizations.merge}</Button>
    </Form>
  )
}
