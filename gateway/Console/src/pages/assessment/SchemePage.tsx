import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button, Form, Input, InputNumber, Select, Space } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { get, post, put } from '../../api/client'
import { session } from '../../api/session'
import type { IndicatorMethod, Scheme, SchemeContent } from '../../api/types'
import { Async } from '../../shared/Async'
import { optionsOf } from '../../shared/fields'
import { labelOf } from '../../shared/known'
import { OrganizationLink } from '../../shared/OrganizationLink'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'

export default function SchemePage() {
  const { texts: t } = useSession()
  const id = useParams().id!
  const navigate = useNavigate()
  const scheme = useLoad(signal => get('/api/v1/assessment/schemes/{id}', { path: { id }, signal }), [id])
  const { act, confirm, busy } = useAct()
  return (
    <div className="page">
      <Async from={scheme} rows={8}>
        {one => (
          <>
            <PageHead title={one.name} tags={<><StateTag>{one.year}</StateTag><StateTag color={one.state === 'published' ? 'green' : 'blue'}>{t.schemeStates[one.state]}</StateTag></>}>
              {session.can('assessment.schemes') && one.state === 'draft' && (
                <Button type="primary" loading={busy} onClick={() => void confirm(t.schemes.publish, t.schemes.publishText, () => post('/api/v1/assessment/schemes/{id}/publish', { path: { id }, version: one.version }), t.schemes.published).then(scheme.reload)}>{t.schemes.publish}</Button>
              )}
              {session.can('assessment.schemes') && one.state === 'published' && (
                <Button loading={busy} onClick={() => void act(async () => { const copy = await post('/api/v1/assessment/schemes/{id}/copy', { path: { id }, body: { year: one.year + 1 } }); void navigate(`/assessment/schemes/${copy.id}`) }, t.schemes.copied)}>{t.schemes.copy}</Button>
              )}
            </PageHead>
            {one.state === 'draft' && session.can('assessment.schemes') ? <Edit key={one.version} scheme={one} done={scheme.set} /> : <Show scheme={one} />}
          </>
        )}
      </Async>
    </div>
  )
}

/** What the indicators that give points add up to; deductions, bonuses and vetoes stand beside the full score. */
export function sumOf(dimensions: SchemeContent['dimensions'] | undefined): number {
  return (dimensions ?? []).reduce((sum, dimension) => sum + (dimension?.indicators ?? []).reduce((inner, one) => inner + (one?.method === 'manual' || one?.method === 'fact' ? Number(one.points ?? 0) : 0), 0), 0)
}

const rounded = (value: number) => Math.round(value * 1000) / 1000

function Show({ scheme }: { scheme: Scheme }) {
  const { texts: t } = useSession()
  return (
    <div className="grid">
      <section className="panel" style={{ gridColumn: '1 / -1' }}>
        <h3>{t.schemes.dimensions}</h3>
        {scheme.dimensions.map(dimension => (
          <div key={dimension.name} style={{ marginBottom: 12 }}>
            <h4 style={{ margin: '8px 0' }}>{dimension.name}</h4>
            <PlainTable
              save={`${scheme.name}-${dimension.name}`} rowKey="code" rows={dimension.indicators}
              columns={[
                { title: t.schemes.indicator, dataIndex: 'name' }, { title: t.schemes.code, dataIndex: 'code' }, { title: t.schemes.method, dataIndex: 'method', text: row => t.methods[row.method], render: (method: IndicatorMethod) => t.methods[method] },
                { title: t.schemes.points, dataIndex: 'points', align: 'right' }, { title: t.schemes.cap, dataIndex: 'cap', align: 'right' },
              ]}
            />
          </div>
        ))}
      </section>
      <section className="panel">
        <h3>{t.schemes.stages}</h3>
        {scheme.stages.map(stage => <p key={stage.stage}>{labelOf(t.stages, stage.stage)} · {t.schemes.weight} {stage.weight}</p>)}
      </section>
      <section className="panel">
        <h3>{t.schemes.grades}</h3>
        {scheme.grades.map(grade => <p key={grade.grade}>{labelOf(t.grades, grade.grade)} ≥ {grade.min} {grade.listed && <StateTag color="red">{t.schemes.listed}</StateTag>}</p>)}
      </section>
      <section className="panel">
        <h3>{t.schemes.organization}</h3>
        <p><OrganizationLink id={scheme.organizationId} /></p>
        {scheme.documents && scheme.documents.length > 0 && <><h3>{t.schemes.documents}</h3>{scheme.documents.map(document => <p key={document.title}>{document.title} {document.number}</p>)}</>}
      </section>
    </div>
  )
}

type Draft = SchemeContent & { name: string }

function Edit({ scheme, done }: { scheme: Scheme; done: (scheme: Scheme) => void }) {
  const { texts: t } = useSession()
  const { message } = App.useApp()
  const { name, maxScore, dimensions, stages, grades, satisfactionIndicator, documents, acceptance, consequences } = scheme
  const { form, busy, head, props } = useForm<Draft>({
    draft: `scheme.${scheme.id}.${scheme.version}`, initial: { name, maxScore, dimensions, stages, grades },
    submit: async values => {
      const content: SchemeContent = { satisfactionIndicator, documents, acceptance, consequences, maxScore: values.maxScore, dimensions: values.dimensions, stages: values.stages, grades: values.grades }
      done(await put('/api/v1/assessment/schemes/{id}', { path: { id: scheme.id }, body: { name: values.name, content }, version: scheme.version }))
      void message.success(t.schemes.unpublished)
    },
  })
  const live = Form.useWatch([], form) as Draft | undefined
  const sum = rounded(sumOf(live?.dimensions ?? dimensions))
  const full = Number(live?.maxScore ?? maxScore)
  const weights = rounded((live?.stages ?? stages).reduce((total, stage) => total + Number(stage?.weight ?? 0), 0))
  const required = [{ required: true, message: t.common.required }]
  return (
    <Form {...props}>
      {head}
      <section className="panel">
        <Space wrap align="start">
          <Form.Item name="name" label={t.schemes.name} rules={required}><Input maxLength={100} style={{ width: 320 }} /></Form.Item>
          <Form.Item name="maxScore" label={t.schemes.maxScore} rules={required}><InputNumber min={1} max={10000} /></Form.Item>
        </Space>
        <Alert type={sum === full ? 'success' : 'warning'} showIcon role="status" title={`${t.schemes.sum(sum, full)} · ${sum === full ? t.schemes.sumRight : t.schemes.sumWrong}`} />
      </section>
      <Form.List name="dimensions">
        {(fields, { add, remove }) => (
          <>
            {fields.map(field => (
              <section className="panel" key={field.key}>
                <div className="panel-head">
                  <Form.Item name={[field.name, 'name']} label={t.schemes.dimension} rules={required} style={{ marginBottom: 0, flex: 1 }}><Input maxLength={100} /></Form.Item>
                  <Button danger icon={<DeleteOutlined />} aria-label={`${t.common.remove}: ${t.schemes.dimension}`} onClick={() => remove(field.name)} />
                </div>
                <Form.List name={[field.name, 'indicators']}>
                  {(rows, indicators) => (
                    <>
                      {rows.map(row => (
                        <Space key={row.key} wrap align="start" size={[8, 0]}>
                          <Form.Item name={[row.name, 'name']} label={t.schemes.indicator} rules={required}><Input maxLength={200} style={{ width: 260 }} /></Form.Item>
                          <Form.Item name={[row.name, 'code']} label={t.schemes.code} rules={required}><Input maxLength={40} style={{ width: 140 }} /></Form.Item>
                          <Form.Item name={[row.name, 'method']} label={t.schemes.method} rules={required}><Select style={{ width: 120 }} options={optionsOf(t.methods)} /></Form.Item>
                          <Form.Item name={[row.name, 'points']} label={t.schemes.points}><InputNumber min={0} style={{ width: 90 }} /></Form.Item>
                          <Form.Item label=" " colon={false}><Button icon={<DeleteOutlined />} aria-label={`${t.common.remove}: ${t.schemes.indicator}`} onClick={() => indicators.remove(row.name)} /></Form.Item>
                        </Space>
                      ))}
                      <Button icon={<PlusOutlined />} onClick={() => indicators.add({ method: 'manual', points: 0, factor: 1 })}>{t.schemes.addIndicator}</Button>
                    </>
                  )}
                </Form.List>
              </section>
            ))}
            <p><Button icon={<PlusOutlined />} onClick={() => add({ indicators: [{ method: 'manual', points: 0, factor: 1 }] })}>{t.schemes.addDimension}</Button></p>
          </>
        )}
      </Form.List>
      <div className="grid">
        <section className="panel">
          <h3>{t.schemes.stages}</h3>
          <Alert type={weights === 1 ? 'success' : 'warning'} showIcon role="status" title={`${t.schemes.weightSum(weights)}${weights === 1 ? '' : ` · ${t.schemes.weightWrong}`}`} style={{ marginBottom: 12 }} />
          <Form.List name="stages">
            {(rows, { add, remove }) => (
              <>
                {rows.map(row => (
                  <Space key={row.key} wrap align="start" size={[8, 0]}>
                    <Form.Item name={[row.name, 'stage']} label={t.schemes.stage} rules={required}><Select style={{ width: 150 }} options={optionsOf(t.stages)} showSearch /></Form.Item>
                    <Form.Item name={[row.name, 'weight']} label={t.schemes.weight} rules={required}><InputNumber min={0} max={1} step={0.1} style={{ width: 90 }} /></Form.Item>
                    <Form.Item label=" " colon={false}><Button icon={<DeleteOutlined />} aria-label={`${t.common.remove}: ${t.schemes.stage}`} onClick={() => remove(row.name)} /></Form.Item>
                  </Space>
                ))}
                <Button icon={<PlusOutlined />} onClick={() => add({ weight: 0 })}>{t.schemes.addStage}</Button>
              </>
            )}
          </Form.List>
        </section>
        <section className="panel">
          <h3>{t.schemes.grades}</h3>
          <Form.List name="grades">
            {(rows, { add, remove }) => (
              <>
                {rows.map(row => (
                  <Space key={row.key} wrap align="start" size={[8, 0]}>
                    <Form.Item name={[row.name, 'grade']} label={t.schemes.grade} rules={required}><Input maxLength={10} style={{ width: 90 }} /></Form.Item>
                    <Form.Item name={[row.name, 'min']} label={t.schemes.min} rules={required}><InputNumber min={0} style={{ width: 90 }} /></Form.Item>
                    <Form.Item label=" " colon={false}><Button icon={<DeleteOutlined />} aria-label={`${t.common.remove}: ${t.schemes.grade}`} onClick={() => remove(row.name)} /></Form.Item>
                  </Space>
                ))}
                <Button icon={<PlusOutlined />} onClick={() => add({ min: 0 })}>{t.schemes.addGrade}</Button>
              </>
            )}
          </Form.List>
        </section>
      </div>
      <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
    </Form>
  )
}
