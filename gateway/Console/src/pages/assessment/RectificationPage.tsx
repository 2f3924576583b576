import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, InputNumber, Select, Steps } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { get, post } from '../../api/client'
import { session } from '../../api/session'
import type { Rectification } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { Facts } from '../../shared/Facts'
import { DateField, optionsOf } from '../../shared/fields'
import { useDomainTypes } from '../../shared/known'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { isLate } from './RectificationsPage'

type Dialog = 'plan' | 'measures' | 'selfCheck' | 'acceptance' | 'close' | null
type Done = (next: Rectification) => void

const course = ['identified', 'planDrafted', 'planApproved', 'rectifying', 'selfChecked', 'acceptancePassed', 'closed'] as const
const place = (state: Rectification['state']) => (state === 'acceptanceFailed' ? 4 : state === 'tracking' || state === 'ended' || state === 'relisted' ? 6 : course.indexOf(state))

export default function RectificationPage() {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const { message } = App.useApp()
  const { confirm, busy } = useAct()
  const id = useParams().id!
  const found = useLoad(signal => get('/api/v1/assessment/rectifications/{id}', { path: { id }, signal }), [id])
  const [dialog, setDialog] = useState<Dialog>(null)
  const done: Done = next => {
    found.set(next)
    setDialog(null)
    void message.success(t.common.saved)
  }
  const approve = async (one: Rectification) => {
    let next: Rectification | null = null
    await confirm(t.rectifications.approvePlan, `${one.name}: ${one.goal ?? ''}`, async () => { next = await post('/api/v1/assessment/rectifications/{id}/plan/approve', { path: { id }, version: one.version }) })
    if (next) found.set(next)
  }
  return (
    <div className="page">
      <Async from={found} rows={8}>
        {one => {
          const may = session.can('assessment.rectify')
          const accepts = session.can('assessment.accept')
          const working = one.state === 'planApproved' || one.state === 'rectifying' || one.state === 'acceptanceFailed'
          return (
            <>
              <PageHead title={one.name} tags={<><StateTag>{one.year}</StateTag><StateTag color={isLate(one) ? 'red' : 'blue'}>{t.rectificationStates[one.state]}{isLate(one) ? ` · ${t.rectifications.overdue}` : ''}</StateTag></>}>
                {may && (one.state === 'identified' || one.state === 'planDrafted') && <Button type={one.state === 'identified' ? 'primary' : 'default'} onClick={() => setDialog('plan')}>{t.rectifications.draftPlan}</Button>}
                {session.can('assessment.approve') && one.state === 'planDrafted' && <Button type="primary" loading={busy} onClick={() => void approve(one)}>{t.rectifications.approvePlan}</Button>}
                {may && working && <Button onClick={() => setDialog('measures')}>{t.rectifications.addMeasure}</Button>}
                {may && working && <Button type="primary" onClick={() => setDialog('selfCheck')}>{t.rectifications.selfCheck}</Button>}
                {accepts && one.state === 'selfChecked' && <Button type="primary" onClick={() => setDialog('acceptance')}>{t.rectifications.acceptance}</Button>}
                {accepts && one.state === 'acceptancePassed' && <Button type="primary" onClick={() => setDialog('close')}>{t.rectifications.closeCase}</Button>}
              </PageHead>
              <section className="panel">
                <Steps size="small" current={place(one.state)} status={one.state === 'acceptanceFailed' ? 'error' : 'process'} items={course.map(state => ({ title: t.rectificationStates[state] }))} />
              </section>
              <div className="grid">
                <section className="panel">
                  <Facts items={[
                    [t.rectifications.organization, <Link key="o" to={`/organizations/${one.organizationId}`}>{one.name}</Link>], [t.common.code, one.code], [t.organizations.domainType, types.nameOf(one.domainType)], [t.rectifications.reason, t.listing[one.reason]],
                    [t.selection.items, <Link key="s" to={`/assessment/cycles/${one.cycleId}/selections?selection=${one.selectionId}`}>{one.year}</Link>], [t.rectifications.opened, one.openedAt.slice(0, 10)],
                  ]} />
                </section>
                <section className="panel">
                  <h3>{t.rectifications.plan}</h3>
                  <Facts layout="stacked" items={[
                    [t.rectifications.causes, one.causes], [t.rectifications.goal, one.goal], [t.rectifications.deadline, one.deadline],
                    ...(one.selfCheck ? [[`${t.rectifications.selfCheck} ${one.selfCheckedOn ?? ''}`, one.selfCheck] as [string, string]] : []),
                    ...(one.closedOn ? [[t.rectifications.closeCase, `${one.closedOn} ${one.closeNumber ?? ''}`] as [string, string]] : []),
                    ...(one.trackingUntil ? [[t.rectifications.tracking, one.trackingUntil] as [string, string]] : []),
                  ]} />
                </section>
              </div>
              <Measures one={one} may={may && working} done={done} />
              {one.acceptances.length > 0 && (
                <section className="panel">
                  <h3>{t.rectifications.acceptance}</h3>
                  <PlainTable
                    save={`${t.rectifications.acceptance}-${one.name}`} rowKey="number" rows={one.acceptances}
                    columns={[
                      { title: t.rectifications.heldOn, dataIndex: 'heldOn' }, { title: t.rectifications.team, dataIndex: 'team' }, { title: t.rectifications.score, dataIndex: 'score', align: 'right' },
                      { title: t.rectifications.dissatisfied, key: 'd', align: 'right', text: row => `${row.dissatisfied}/${row.ballots}`, render: (_, row) => `${row.dissatisfied}/${row.ballots}` }, { title: t.rectifications.findings, dataIndex: 'findings' },
                      { title: t.common.state, key: 'p', text: row => (row.passed ? t.rectifications.passed : t.rectifications.failed), render: (_, row) => <StateTag color={row.passed ? 'green' : 'red'}>{row.passed ? t.rectifications.passed : t.rectifications.failed}</StateTag> },
                    ]}
                  />
                </section>
              )}
              <Dialog open={dialog !== null} onClose={() => setDialog(null)} width={dialog === 'measures' ? 760 : 560} title={dialog && `${{ plan: t.rectifications.draftPlan, measures: t.rectifications.addMeasure, selfCheck: t.rectifications.selfCheck, acceptance: t.rectifications.acceptance, close: t.rectifications.closeCase }[dialog]} · ${one.name}`}>
                {dialog === 'plan' && <Plan one={one} done={done} />}
                {dialog === 'measures' && <NewMeasures one={one} done={done} />}
                {dialog === 'selfCheck' && <SelfCheck one={one} done={done} />}
                {dialog === 'acceptance' && <Accept one={one} done={done} />}
                {dialog === 'close' && <Close one={one} done={done} />}
              </Dialog>
            </>
          )
        }}
      </Async>
    </div>
  )
}

function Measures({ one, may, done }: { one: Rectification; may: boolean; done: Done }) {
  const { texts: t } = useSession()
  const [completing, setCompleting] = useState<number | null>(null)
  if (one.measures.length === 0) return null
  return (
    <section className="panel">
      <h3>{t.rectifications.measures}</h3>
      <PlainTable
        save={`${t.rectifications.measures}-${one.name}`} rowKey="number" rows={one.measures}
        columns={[
          { title: t.rectifications.issue, dataIndex: 'issue' }, { title: t.rectifications.action, dataIndex: 'action' }, { title: t.rectifications.owner, dataIndex: 'owner' },
          { title: t.rectifications.deadline, key: 'deadline', text: row => row.deadline, render: (_, row) => <>{row.deadline} {row.overdue && <StateTag color="red">{t.rectifications.overdue}</StateTag>}</> },
          { title: t.rectifications.priority, dataIndex: 'priority', text: row => t.priorities[row.priority], render: (priority: keyof typeof t.priorities) => t.priorities[priority] }, { title: t.rectifications.outcome, dataIndex: 'outcome' },
          { title: t.rectifications.doneOn, key: 'done', text: row => row.doneOn, render: (_, row) => row.doneOn ?? (may ? <Button size="small" onClick={() => setCompleting(row.number)}>{t.rectifications.complete}</Button> : '') },
        ]}
      />
      <Dialog open={completing !== null} title={t.rectifications.complete} onClose={() => setCompleting(null)}>
        {completing !== null && <Complete one={one} number={completing} done={next => { setCompleting(null); done(next) }} />}
      </Dialog>
    </section>
  )
}

const must = (message: string) => [{ required: true, message }]

function Complete({ one, number, done }: { one: Rectification; number: number; done: Done }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<{ outcome: string; on?: string }>({
    draft: `measure.${one.id}.${number}`,
    submit: async values => done(await post('/api/v1/assessment/rectifications/{id}/measures/{number}/complete', { path: { id: one.id, number }, body: values, version: one.version })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="outcome" label={t.rectifications.outcome} rules={must(t.common.required)}><Input.TextArea rows={4} maxLength={1000} autoFocus /></Form.Item>
      <Form.Item name="on" label={t.rectifications.doneOn}><DateField /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
    </Form>
  )
}

function Plan({ one, done }: { one: Rectification; done: Done }) {
  const { texts: t } = useSession()
  const { form, busy, head, props } = useForm<{ causes: string; goal: string; deadline: string; draft: boolean }>({
    draft: `plan.${one.id}`, initial: { causes: one.causes ?? '', goal: one.goal ?? '', ...(one.deadline ? { deadline: one.deadline } : {}) },
    submit: async values => done(await post('/api/v1/assessment/rectifications/{id}/plan', { path: { id: one.id }, body: { ...values, draft: values.draft ?? false }, version: one.version })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="causes" label={t.rectifications.causes} rules={must(t.common.required)}><Input.TextArea rows={4} maxLength={2000} /></Form.Item>
      <Form.Item name="goal" label={t.rectifications.goal} rules={must(t.common.required)}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
      <Form.Item name="deadline" label={t.rectifications.deadline} rules={must(t.common.required)}><DateField /></Form.Item>
      <Form.Item name="draft" hidden><Input /></Form.Item>
      <Button type="primary" loading={busy} onClick={() => { form.setFieldValue('draft', false); form.submit() }}>{t.rectifications.submitPlan}</Button>{' '}
      <Button disabled={busy} onClick={() => { form.setFieldValue('draft', true); form.submit() }}>{t.rectifications.asDraft}</Button>
    </Form>
  )
}

interface MeasureValues {
  measures: { issue: string; action: string; owner: string; deadline: string; priority: 'immediate' | 'withinPeriod' | 'longTerm' }[]
}

function NewMeasures({ one, done }: { one: Rectification; done: Done }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<MeasureValues>({
    draft: `measures.${one.id}`, initial: { measures: [{ issue: '', action: '', owner: '', deadline: one.deadline ?? '', priority: 'withinPeriod' }] },
    submit: async (values, key) => done(await post('/api/v1/assessment/rectifications/{id}/measures', { path: { id: one.id }, body: values, version: one.version, key })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.List name="measures">
        {(rows, { add, remove }) => (
          <>
            {rows.map(row => (
              <fieldset key={row.key} style={{ border: '1px solid #e3e5e8', borderRadius: 8, marginBottom: 12 }}>
                <legend>{t.rectifications.action} {row.name + 1} {rows.length > 1 && <Button size="small" icon={<DeleteOutlined />} aria-label={`${t.common.remove} ${row.name + 1}`} onClick={() => remove(row.name)} />}</legend>
                <Form.Item name={[row.name, 'issue']} label={t.rectifications.issue} rules={must(t.common.required)}><Input maxLength={500} /></Form.Item>
                <Form.Item name={[row.name, 'action']} label={t.rectifications.action} rules={must(t.common.required)}><Input.TextArea rows={2} maxLength={1000} /></Form.Item>
                <div className="grid" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(160px, 1fr))', marginBottom: 0 }}>
                  <Form.Item name={[row.name, 'owner']} label={t.rectifications.owner} rules={must(t.common.required)}><Input maxLength={50} /></Form.Item>
                  <Form.Item name={[row.name, 'deadline']} label={t.rectifications.deadline} rules={must(t.common.required)}><DateField /></Form.Item>
                  <Form.Item name={[row.name, 'priority']} label={t.rectifications.priority}><Select options={optionsOf(t.priorities)} /></Form.Item>
                </div>
              </fieldset>
            ))}
            <p><Button icon={<PlusOutlined />} onClick={() => add({ priority: 'withinPeriod', deadline: one.deadline })}>{t.rectifications.addMeasure}</Button></p>
          </>
        )}
      </Form.List>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
    </Form>
  )
}

function SelfCheck({ one, done }: { one: Rectification; done: Done }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<{ report: string }>({
    draft: `selfcheck.${one.id}`,
    submit: async values => done(await post('/api/v1/assessment/rectifications/{id}/self-check', { path: { id: one.id }, body: values, version: one.version })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="report" label={t.rectifications.report} rules={must(t.common.required)}><Input.TextArea rows={6} maxLength={4000} autoFocus /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
    </Form>
  )
}

function Accept({ one, done }: { one: Rectification; done: Done }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<{ score: number; ballots: number; dissatisfied: number; team: string; findings: string; heldOn?: string }>({
    draft: `acceptance.${one.id}`,
    submit: async (values, key) => done(await post('/api/v1/assessment/rectifications/{id}/acceptance', { path: { id: one.id }, body: { ...values, findings: values.findings ?? '' }, version: one.version, key })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="team" label={t.rectifications.team} rules={must(t.common.required)}><Input maxLength={200} /></Form.Item>
      <Form.Item name="score" label={t.rectifications.score} rules={must(t.common.required)}><InputNumber min={0} max={100} /></Form.Item>
      <Form.Item name="ballots" label={t.rectifications.ballots} rules={must(t.common.required)}><InputNumber min={0} precision={0} /></Form.Item>
      <Form.Item name="dissatisfied" label={t.rectifications.dissatisfied} rules={must(t.common.required)}><InputNumber min={0} precision={0} /></Form.Item>
      <Form.Item name="findings" label={t.rectifications.findings}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
      <Form.Item name="heldOn" label={t.rectifications.heldOn}><DateField /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.submit}</Button>
    </Form>
  )
}

function Close({ one, done }: { one: Rectification; done: Done }) {
  const { texts: t } = useSession()
  const { busy, head, props } = useForm<{ number?: string }>({
    draft: `close.${one.id}`,
    submit: async values => done(await post('/api/v1/assessment/rectifications/{id}/close', { path: { id: one.id }, body: { number: values.number || null }, version: one.version })),
  })
  return (
    <Form {...props}>
      {head}
      <Form.Item name="number" label={t.rectifications.closeNumber}><Input maxLength={100} /></Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.rectifications.closeCase}</Button>
    </Form>
  )
}
