import { App, Button, Form, Input, InputNumber, Select, Timeline } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Pair, Visit } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { DateField, optionsOf } from '../../shared/fields'
import { labelOf } from '../../shared/known'
import { PageHead } from '../../shared/PageHead'
import { SaveRows } from '../../shared/PlainTable'
import { ReasonButton } from '../../shared/ReasonButton'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { type Pages, usePages } from '../../shared/usePages'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { ReportError } from '../sharing/ReportError'
import { nameOf, PartyName } from './PartyName'

export default function PairPage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const pair = useLoad(signal => get('/api/v1/pairing/pairs/{id}', { path: { id }, signal }), [id])
  const visits = usePages((cursor, signal) => get('/api/v1/pairing/pairs/{id}/visits', { path: { id }, query: { limit: 20, cursor }, signal }), [id])
  return (
    <div className="page">
      <Async from={pair} rows={6}>
        {one => (
          <>
            <PageHead title={`${nameOf(one.helper)} → ${nameOf(one.need)}`} tags={<StateTag color={one.state === 'active' ? 'green' : 'default'}>{t.pairStates[one.state]}</StateTag>}>
              {one.state === 'active' && session.can('pairing.visit') && <RecordVisit pair={one} done={() => { pair.reload(); visits.first.reload() }} />}
              <ReportError resource="pairing" objectId={one.id} />
              {one.state === 'active' && session.can('pairing.manage') && <ReasonButton danger label={t.pairing.endPair} text={t.pairing.endText} of={one.id} act={reason => post('/api/v1/pairing/pairs/{id}/end', { path: { id }, body: { reason }, version: one.version }).then(pair.reload)} />}
            </PageHead>
            <div className="grid">
              <section className="panel">
                <Facts items={[
                  [t.pairing.helper, <PartyName key="h" party={one.helper} />], [t.pairing.need, <PartyName key="n" party={one.need} />], [t.pairing.kind, t.programmeKinds[one.kind]], [t.pairing.source, t.pairSources[one.source]],
                  [t.pairing.startedOn, one.startedOn], [t.pairing.visits, String(one.visits)], [t.pairing.lastVisit, one.lastVisitOn ?? t.pairing.noVisitYet],
                  ...(one.endedOn ? [[t.pairing.endedOn, `${one.endedOn} ${one.reason ?? ''}`] as [string, string]] : []),
                ]} />
              </section>
              <section className="panel">
                <h3>{t.pairing.visits}</h3>
                <Visits visits={visits} />
              </section>
            </div>
          </>
        )}
      </Async>
    </div>
  )
}

function Visits({ visits: { first, items, more, rest } }: { visits: Pages<Visit> }) {
  const { texts: t } = useSession()
  return (
    <Async from={first}>
      {() => items.length === 0 ? <p className="muted">{t.pairing.noVisits}</p> : (
        <>
          <Timeline items={items.map(visit => ({ key: visit.id, content: <OneVisit visit={visit} /> }))} />
          <div className="table-foot">
            <SaveRows<Visit>
              name={t.pairing.visits} rows={items} rest={rest}
              columns={[
                { title: t.pairing.on, dataIndex: 'on' }, { title: t.pairing.activities, text: visit => visit.activities.map(activity => labelOf(t.pairing.activityList, activity)).join('、') },
                { title: t.pairing.summary, dataIndex: 'summary' }, { title: t.pairing.beneficiaries, dataIndex: 'beneficiaries' }, { title: t.pairing.spent, dataIndex: 'cost' }, { title: t.operations.actor, dataIndex: 'recordedBy' },
              ]}
            />
            {more && <Button size="small" onClick={more}>{t.common.moreOf}</Button>}
          </div>
        </>
      )}
    </Async>
  )
}

function OneVisit({ visit }: { visit: Visit }) {
  const { texts: t } = useSession()
  return (
    <>
      <b>{visit.on}</b> {visit.activities.map(activity => <StateTag key={activity}>{labelOf(t.pairing.activityList, activity)}</StateTag>)}
      {visit.summary && <p style={{ margin: '4px 0' }}>{visit.summary}</p>}
      <span className="muted">{visit.beneficiaries != null && `${t.pairing.beneficiaries} ${visit.beneficiaries} · `}{visit.cost != null && `${t.pairing.spent} ${visit.cost} · `}{visit.recordedBy}</span>
    </>
  )
}

function RecordVisit({ pair, done }: { pair: Pair; done: () => void }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ on: string; activities: string[]; summary?: string; beneficiaries?: number; cost?: number }>({
    draft: `visit.${pair.id}`, initial: { on: dayjs().format('YYYY-MM-DD') },
    submit: async (values, key) => {
      await post('/api/v1/pairing/pairs/{id}/visits', { path: { id: pair.id }, body: values, key })
      setOpen(false)
      void message.success(t.pairing.visited)
      done()
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>{t.pairing.recordVisit}</Button>
      <Dialog open={open} title={t.pairing.recordVisit} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="on" label={t.pairing.on} rules={required}><DateField allowClear={false} /></Form.Item>
          <Form.Item name="activities" label={t.pairing.activities} extra={t.pairing.activitiesHint} rules={required}><Select mode="multiple" options={optionsOf(t.pairing.activityList)} optionFilterProp="label" /></Form.Item>
          <Form.Item name="summary" label={t.pairing.summary}><Input.TextArea rows={3} maxLength={1000} /></Form.Item>
          <Form.Item name="beneficiaries" label={t.pairing.beneficiaries}><InputNumber min={0} precision={0} /></Form.Item>
          <Form.Item name="cost" label={t.pairing.spent}><InputNumber min={0} precision={2} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}
