import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button, Form, InputNumber, Radio, Select, Space } from 'antd'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { get, post, save } from '../../api/client'
import { session } from '../../api/session'
import type { Selection, SelectionItem } from '../../api/types'
import { Async } from '../../shared/Async'
import { csv } from '../../shared/csv'
import { ExportButton } from '../../shared/ExportButton'
import { labelOf, useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'

interface Values {
  rules: { domainType: string; share?: number | null; scoreBelow?: number | null; satisfactionBelow?: number | null }[]
  tiePolicy: 'includeTies' | 'ordered'
  per: 'scope' | 'district'
}

export default function SelectionPage() {
  const { texts: t } = useSession()
  const cycleId = useParams().id!
  const [address, setAddress] = useSearchParams()
  const cycle = useLoad(signal => get('/api/v1/assessment/cycles/{id}', { path: { id: cycleId }, signal }), [cycleId])
  const kept = useLoad(signal => get('/api/v1/assessment/cycles/{cycleId}/selections', { path: { cycleId }, query: { limit: 50 }, signal }), [cycleId])
  const shown = address.get('selection') ?? kept.data?.items[0]?.id ?? null
  return (
    <div className="page">
      <PageHead title={t.selection.title} tags={cycle.data && <StateTag>{cycle.data.year}</StateTag>}><Link to={`/assessment/cycles/${cycleId}`}>{t.cycles.ranking}</Link></PageHead>
      {session.can('assessment.select') && <WhatIf cycleId={cycleId} done={id => { kept.reload(); setAddress({ selection: id }) }} />}
      <Async from={kept}>
        {page => page.items.length === 0 ? <div className="panel muted">{t.selection.none}</div> : (
          <>
            {page.items.length > 1 && (
              <div className="filters"><label>{t.selection.history}
                <Select value={shown} onChange={id => setAddress({ selection: id })} style={{ width: 260 }} options={page.items.map(one => ({ value: one.id, label: `${one.year} · ${one.createdAt.slice(0, 16).replace('T', ' ')}` }))} />
              </label></div>
            )}
            {shown && <Kept id={shown} />}
          </>
        )}
      </Async>
    </div>
  )
}

function Kept({ id }: { id: string }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const { act, busy } = useAct()
  const selection = useLoad(signal => get('/api/v1/assessment/selections/{id}', { path: { id }, signal }), [id])
  return (
    <Async from={selection}>
      {one => (
        <section className="panel">
          <div className="panel-head">
            <h3>{t.selection.items}（{one.items.length}）<span className="muted" style={{ fontWeight: 400 }}> {t.selection.createdAt} {one.createdAt.slice(0, 10)}</span></h3>
            {session.can('assessment.select') && (
              <Button loading={busy} onClick={() => void act(async () => {
                const { identical } = await post('/api/v1/assessment/selections/{id}/verify', { path: { id } })
                if (!identical) void message.warning(t.selection.different)
              }, t.selection.identical)}>{t.selection.verify}</Button>
            )}
          </div>
          <Result kept selection={one} name={`${t.selection.items}-${one.year}`} />
        </section>
      )}
    </Async>
  )
}

/** Changes the shares, shows what they would do, and only then keeps it. */
function WhatIf({ cycleId, done }: { cycleId: string; done: (id: string) => void }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const { confirm, busy: keeping } = useAct()
  const [tried, setTried] = useState<Selection | null>(null)
  const { form, busy, head, props } = useForm<Values>({
    keep: true, draft: `selection.${cycleId}`, initial: { rules: [{ domainType: 'village', share: 15 }], tiePolicy: 'includeTies', per: 'scope' },
    submit: async values => setTried(await post('/api/v1/assessment/cycles/{cycleId}/selections/preview', { path: { cycleId }, body: bodyOf(values) })),
  })
  const keep = () => {
    const values = form.getFieldsValue(true) as Values
    let made = ''
    void confirm(t.selection.confirm, t.selection.confirmText(tried!.items.length), async () => { made = (await post('/api/v1/assessment/cycles/{cycleId}/selections', { path: { cycleId }, body: bodyOf(values) })).id }, t.selection.done)
      .then(kept => { if (kept) { setTried(null); done(made) } })
  }
  return (
    <section className="panel">
      <h3>{t.selection.rules}</h3>
      <p className="muted">{t.selection.whatIf}</p>
      <Form {...props} onValuesChange={() => { props.onValuesChange(); setTried(null) }}>
        {head}
        <Form.List name="rules">
          {(rows, { add, remove }) => (
            <>
              {rows.map(row => (
                <Space key={row.key} wrap align="start" size={[8, 0]}>
                  <Form.Item name={[row.name, 'domainType']} label={t.cycles.domainType} rules={[{ required: true, message: t.common.choose }]}><Select style={{ width: 180 }} options={types.options} /></Form.Item>
                  <Form.Item name={[row.name, 'share']} label={t.selection.share}><InputNumber min={0} max={100} step={0.5} style={{ width: 130 }} /></Form.Item>
                  <Form.Item name={[row.name, 'scoreBelow']} label={t.selection.scoreBelow}><InputNumber min={0} style={{ width: 120 }} /></Form.Item>
                  <Form.Item name={[row.name, 'satisfactionBelow']} label={t.selection.satisfactionBelow}><InputNumber min={0} max={100} style={{ width: 150 }} /></Form.Item>
                  {rows.length > 1 && <Form.Item label=" " colon={false}><Button icon={<DeleteOutlined />} aria-label={`${t.common.remove}: ${t.cycles.domainType}`} onClick={() => remove(row.name)} /></Form.Item>}
                </Space>
              ))}
              <p><Button icon={<PlusOutlined />} onClick={() => add({ share: 10 })}>{t.selection.addType}</Button></p>
            </>
          )}
        </Form.List>
        <Space wrap size={[24, 0]}>
          <Form.Item name="tiePolicy" label={t.selection.tie}><Radio.Group options={[{ value: 'includeTies', label: t.selection.includeTies }, { value: 'ordered', label: t.selection.ordered }]} /></Form.Item>
          <Form.Item name="per" label={t.selection.per}><Radio.Group options={[{ value: 'scope', label: t.selection.scope }, { value: 'district', label: t.selection.district }]} /></Form.Item>
        </Space>
        <p style={{ marginBottom: 0 }}><Button htmlType="submit" type={tried ? 'default' : 'primary'} loading={busy}>{t.selection.preview}</Button></p>
      </Form>
      {tried && (
        <>
          <Alert style={{ margin: '16px 0' }} type="info" showIcon title={`${t.selection.previewTitle} · ${t.selection.listed} ${tried.items.length}`} action={<Button type="primary" loading={keeping} onClick={keep}>{t.selection.confirm}</Button>} />
          <Result selection={tried} name={t.selection.preview} />
        </>
      )}
    </section>
  )
}

const bodyOf = ({ rules, tiePolicy, per }: Values) => ({
  rules: rules.map(rule => ({ domainType: rule.domainType, minShareBasisPoints: rule.share == null ? 0 : Math.round(rule.share * 100), scoreBelow: rule.scoreBelow ?? null, satisfactionBelow: rule.satisfactionBelow ?? null })),
  tiePolicy, per,
})

function Result({ selection, name, kept }: { selection: Selection; name: string; kept?: boolean }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const perDistrict = selection.quotas.some(quota => quota.districtId)
  return (
    <>
      <h4>{t.selection.quotas}</h4>
      <PlainTable
        rowKey={row => `${row.domainType}/${row.districtId ?? ''}`} rows={selection.quotas} save={`${t.selection.quotas}-${selection.year}`} {...(selection.quotas.length > 20 ? { height: 400 } : {})} style={{ maxWidth: 720, marginBottom: 16 }}
        columns={[
          { title: t.cycles.domainType, dataIndex: 'domainType', text: row => types.nameOf(row.domainType), render: types.nameOf },
          ...(perDistrict ? [{ title: t.selection.district, key: 'district', places: (row: Selection['quotas'][number]) => (row.districtId ? [row.districtId] : []), render: (_: unknown, row: Selection['quotas'][number]) => row.districtId && <OrganizationLink id={row.districtId} /> }] : []),
          { title: t.selection.assessed, dataIndex: 'assessed', align: 'right' as const }, { title: t.selection.quota, dataIndex: 'quota', align: 'right' as const }, { title: t.selection.listed, dataIndex: 'listed', align: 'right' as const },
        ]}
      />
      <div className="panel-head"><h4 style={{ flex: 1, margin: 0 }}>{t.selection.items}</h4>
        {kept ? <ExportButton name={name} query={{}} route={{ path: '/api/v1/assessment/selections/{id}/export', parts: { id: selection.id }, permission: 'assessment.export' }} /> : <Button size="small" onClick={() => save(csv([
          [t.common.code, t.common.organization, t.cycles.domainType, t.cycles.fromLowest, t.cycles.score, t.cycles.grade, t.selection.reason],
          ...selection.items.map(item => [item.code, item.name, types.nameOf(item.domainType), item.rankFromLowest, item.score, item.grade, t.listing[item.reason]]),
        ]), `${name}.csv`)}>{t.common.export}</Button>}
      </div>
      <PlainTable<SelectionItem>
        rowKey="organizationId" rows={selection.items} pageSize={50}
        columns={[
          { title: t.cycles.fromLowest, dataIndex: 'rankFromLowest', align: 'right' }, { title: t.common.organization, dataIndex: 'name', render: (text: string, row) => <Link to={`/organizations/${row.organizationId}`}>{text}</Link> }, { title: t.common.code, dataIndex: 'code' },
          { title: t.cycles.domainType, dataIndex: 'domainType', render: types.nameOf }, { title: t.cycles.score, dataIndex: 'score', align: 'right' }, { title: t.cycles.grade, dataIndex: 'grade', render: (grade: string) => labelOf(t.grades, grade) },
          { title: t.selection.reason, dataIndex: 'reason', render: (reason: SelectionItem['reason'], row) => <>{t.listing[reason]}{row.decidedBy && <span className="muted">（{t.selection.decidedBy}: {labelOf(t.tieBreaks, row.decidedBy)}）</span>}</> },
        ]}
      />
    </>
  )
}
