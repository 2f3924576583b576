import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Progress, Radio, Select, Steps, Upload } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { get, newKey, save, send } from '../../api/client'
import { Problem } from '../../api/problem'
import type { Job } from '../../api/types'
import { csv } from '../../shared/csv'
import { FormProblem } from '../../shared/FormProblem'
import { Link } from '../../shared/Link'
import { PageHead } from '../../shared/PageHead'
import { useLoad } from '../../shared/useLoad'
import { StateTag } from '../../shared/StateTag'
import { useSession } from '../../texts'
import { allowedSheets, lastImport, sheets, type What } from './sheets'

export default function ImportsPage() {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const [address, setAddress] = useSearchParams()
  const allowed = allowedSheets()
  const what = allowed.find(one => one === address.get('what')) ?? allowed[0]
  const [programme, setProgramme] = useState<string | null>(null)
  const programmes = useLoad(async signal => (what === 'pairs' ? (await get('/api/v1/pairing/programmes', { query: { state: 'open', limit: 100 }, signal })).items : []), [what])
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const last = lastImport.read()
  if (!what) return <div className="page"><div className="panel" role="alert">{t.problems.forbidden}</div></div>
  const sheet = sheets[what]

  const upload = async (file: File) => {
    setSending(true)
    setProblem(null)
    try {
      const form = new FormData()
      form.set('file', file)
      if (what === 'pairs' && programme) form.set('programmeId', programme)
      const job = (await (await send('post', sheet.path, { form, key: newKey() })).json()) as Job
      void navigate(`/imports/${what}/${job.id}${what === 'pairs' && programme ? `?programme=${programme}` : ''}`)
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      setProblem(failure)
    } finally {
      setSending(false)
    }
  }

  return (
    <div className="page">
      <PageHead title={t.imports.title}>{last && <Link to={last}>{t.imports.resume}</Link>}</PageHead>
      <section className="panel">
        <Steps size="small" current={1} items={t.imports.steps.map(title => ({ title }))} style={{ marginBottom: 20 }} />
        <Form layout="vertical">
          <Form.Item label={t.imports.what}>
            <Radio.Group value={what} onChange={event => setAddress({ what: event.target.value as What })} options={allowed.map(one => ({ value: one, label: t.imports[one] }))} optionType="button" />
          </Form.Item>
          <Form.Item label={t.imports.columnsOf} extra={t.imports.templateHint}>
            <p style={{ marginTop: 0 }}>{sheet.columns.map(one => <StateTag key={one.title} color={one.required ? 'red' : 'default'}>{one.title}{one.required ? `（${t.imports.required}）` : ''}</StateTag>)}</p>
            <Button icon={<DownloadOutlined />} onClick={() => save(csv([sheet.columns.map(one => one.title), sheet.columns.map(one => one.sample)]), `${t.imports[what]}.csv`)}>{t.imports.template}</Button>
          </Form.Item>
          {what === 'pairs' && (
            <Form.Item label={t.imports.programme} required>
              <Select aria-label={t.imports.programme} value={programme} onChange={setProgramme} placeholder={t.common.choose} options={programmes.data?.map(one => ({ value: one.id, label: one.name })) ?? []} />
            </Form.Item>
          )}
          <FormProblem problem={problem} unplaced={problem?.errors.map(error => error.text) ?? []} />
          <Upload.Dragger
            accept=".csv,.xlsx,.txt" multiple={false} showUploadList={false} disabled={sending || (what === 'pairs' && !programme)}
            beforeUpload={file => { void upload(file); return false }}
          >
            <p className="ant-upload-drag-icon"><InboxOutlined /></p>
            <p>{sending ? t.imports.uploading : t.imports.drop}</p>
            <p className="muted">{t.imports.dropHint}</p>
          </Upload.Dragger>
          {sending && <Progress percent={100} status="active" showInfo={false} aria-label={t.imports.uploading} />}
          <Alert style={{ marginTop: 16 }} type="info" title={t.imports.again2} />
        </Form>
      </section>
    </div>
  )
}
