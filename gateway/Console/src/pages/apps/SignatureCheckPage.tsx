import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { post } from '../../api/client'
import type { CheckedSignature } from '../../api/types'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { useForm } from '../../shared/useForm'
import { useSession } from '../../texts'

interface Values {
  app: string
  algorithm: string
  method: string
  target: string
  timestamp: string
  nonce: string
  body?: string
  contentHash?: string
  signature?: string
  stringToSign?: string
}

/** Takes a signature apart for who writes a portal: open to everyone, as its developers have no account here. */
export default function SignatureCheckPage() {
  const { texts: t } = useSession()
  const s = t.signatureCheck
  const [checked, setChecked] = useState<CheckedSignature | null>(null)
  const { busy, head, props } = useForm<Values>({
    draft: 'signature-check', keep: true, initial: { app: new URLSearchParams(location.search).get('app') ?? '', algorithm: 'HMAC-SHA256', method: 'GET', target: '/api/v1/apps/me' },
    submit: async ({ app, ...values }) => {
      setChecked(null)
      setChecked(await post('/api/v1/apps/{id}/signature-check', { path: { id: app.trim() }, body: { ...values, body: values.body || null, contentHash: values.contentHash || null, signature: values.signature || null, stringToSign: values.stringToSign || null } }))
    },
  })
  const required = [{ required: true, message: t.common.required }]
  return (
    <div className="page">
      <PageHead title={s.title} />
      <section className="panel">
        <p>{s.about}</p>
        <Form {...props}>
          {head}
          <div className="columns">
            <Form.Item name="app" label="X-Pc-App-Id" rules={[...required, { pattern: /^\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i, message: s.notAnId }]}><Input autoComplete="off" /></Form.Item>
            <Form.Item name="algorithm" label="X-Pc-Algorithm" rules={required}><Select options={['HMAC-SHA256', 'HMAC-SM3', 'SM2'].map(value => ({ value, label: value }))} /></Form.Item>
            <Form.Item name="method" label={s.method} rules={required}><Select options={['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(value => ({ value, label: value }))} /></Form.Item>
            <Form.Item name="timestamp" label="X-Pc-Timestamp" extra={s.timestampHint} rules={required}><Input maxLength={20} autoComplete="off" /></Form.Item>
            <Form.Item name="nonce" label="X-Pc-Nonce" rules={required}><Input maxLength={200} autoComplete="off" /></Form.Item>
            <Form.Item name="contentHash" label="X-Pc-Content-SHA256 / X-Pc-Content-SM3"><Input maxLength={100} autoComplete="off" /></Form.Item>
          </div>
          <Form.Item name="target" label={s.target} extra={s.targetHint} rules={required}><Input maxLength={4000} autoComplete="off" /></Form.Item>
          <Form.Item name="signature" label="X-Pc-Signature"><Input maxLength={1000} autoComplete="off" /></Form.Item>
          <Form.Item name="stringToSign" label={s.yours} extra={s.yoursHint}><Input.TextArea rows={6} maxLength={10_000} className="fixed-width" /></Form.Item>
          <Form.Item name="body" label={s.body}><Input.TextArea rows={3} maxLength={100_000} className="fixed-width" /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{s.check}</Button>
        </Form>
      </section>
      {checked && <Answer checked={checked} />}
    </div>
  )
}

function Answer({ checked }: { checked: CheckedSignature }) {
  const { texts: t } = useSession()
  const s = t.signatureCheck
  const { difference } = checked
  return (
    <section className="panel" aria-live="polite">
      <Alert type={checked.fits ? 'success' : 'error'} showIcon title={checked.fits ? s.fits : s.fitsNot} style={{ marginBottom: 16 }} />
      {difference && (
        <Alert
          type="warning" showIcon style={{ marginBottom: 16 }} title={s.differs(difference.line, difference.column)}
          description={<dl className="facts facts-stacked"><div><dt>{s.expected}</dt><dd className="fixed-width">{marked(difference.expected, difference.column)}</dd></div><div><dt>{s.sent}</dt><dd className="fixed-width">{marked(difference.sent, difference.column)}</dd></div><div><dt>{s.rule}</dt><dd>{difference.rule}</dd></div></dl>}
        />
      )}
      <h3>{s.steps}</h3>
      <PlainTable
        rowKey="step" rows={checked.steps}
        columns={[
          { title: s.step, dataIndex: 'step', render: (step: string) => s.names[step] ?? step },
          { title: t.common.state, key: 'passed', render: (_, row) => (row.passed === true ? <><CheckCircleOutlined /> {s.passed}</> : row.passed === false ? <><CloseCircleOutlined /> {s.failed}</> : <><MinusCircleOutlined /> {s.open}</>) },
          { title: s.why, dataIndex: 'text' }, { title: s.code, dataIndex: 'problem', render: (code: string | null) => code && <code>{code}</code> },
        ]}
      />
      <h3>{s.toSign}</h3>
      <PlainTable rowKey="number" rows={checked.lines} columns={[{ title: s.line, dataIndex: 'number', align: 'right' }, { title: s.text, dataIndex: 'text', render: (text: string) => <code className="fixed-width">{text || s.emptyLine}</code> }, { title: s.rule, dataIndex: 'rule', render: (rule: string) => <span className="prose">{rule}</span> }]} />
    </section>
  )
}

/** The text, with what is different from here on made plain. */
const marked = (text: string, column: number) => <>{text.slice(0, column - 1)}<mark>{text.slice(column - 1) || '∅'}</mark></>
