import { Alert, Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useMemo, useState } from 'react'
import { download, get, patch, put } from '../../api/client'
import { session } from '../../api/session'
import type { DataResource, DataShareClass } from '../../api/types'
import { Async } from '../../shared/Async'
import { Dialog } from '../../shared/Dialog'
import { optionsOf } from '../../shared/fields'
import { PageHead } from '../../shared/PageHead'
import { PlainTable } from '../../shared/PlainTable'
import { PlaceField } from '../../shared/SearchField'
import { StateTag } from '../../shared/StateTag'
import { useAct } from '../../shared/useAct'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { classColours, meaningOf, nameOfResource } from './sharing'

/** What there is, and on what terms it is shared. */
export default function CataloguePage() {
  const { texts: t } = useSession()
  const { act, busy } = useAct()
  const catalogue = useLoad(signal => get('/api/v1/sharing/catalogue', { signal }), [])
  const save = (format: 'csv' | 'json') => void act(() => download(`/api/v1/sharing/catalogue/export?format=${format}`, `${t.sharing.catalogue}.${format}`))
  const may = session.can('sharing.catalogue')
  return (
    <div className="page">
      <PageHead title={t.sharing.catalogue}>
        <Button loading={busy} onClick={() => save('csv')}>{t.sharing.downloadCsv}</Button>
        <Button loading={busy} onClick={() => save('json')}>{t.sharing.downloadJson}</Button>
      </PageHead>
      <section className="panel">
        <p className="muted">{t.sharing.catalogueAbout}</p>
        <Async from={catalogue}>
          {resources => (
            <PlainTable<DataResource>
              rowKey="id" rows={resources} detail={row => <Items of={row} />}
              columns={[
                { title: t.sharing.resource, text: nameOfResource, render: (_, row) => <><b>{nameOfResource(row)}</b> <div><code className="muted">{row.code}</code></div></> },
                { title: t.sharing.class, text: row => t.sharing.classes[row.class], render: (_, row) => <StateTag color={classColours[row.class]!}>{t.sharing.classes[row.class]}</StateTag> },
                { title: t.sharing.basis, text: row => [row.reason, row.legalBasis].filter(Boolean).join(' '), render: (_, row) => row.reason && <div style={{ whiteSpace: 'normal', maxWidth: 340 }}>{row.reason}<div className="muted">{row.legalBasis}</div></div> },
                { title: t.sharing.frequency, text: row => t.sharing.frequencies[row.frequency], render: (_, row) => t.sharing.frequencies[row.frequency] },
                { title: t.sharing.owner, text: row => row.ownerName ?? t.sharing.department, render: (_, row) => row.ownerName ?? t.sharing.department },
                { title: t.sharing.items, align: 'right', text: row => row.items.length, render: (_, row) => row.items.length },
                ...(may ? [{ title: t.common.operation, render: (_: unknown, row: DataResource) => <Change key={row.version} of={row} done={catalogue.reload} /> }] : []),
              ]}
            />
          )}
        </Async>
      </section>
      <Calendar may={may} />
    </div>
  )
}

function Items({ of }: { of: DataResource }) {
  const { texts: t } = useSession()
  return (
    <PlainTable
      rowKey="name" rows={of.items}
      columns={[
        { title: t.sharing.item, dataIndex: 'name', render: (name: string) => <code>{name}</code> }, { title: t.sharing.meaning, render: (_, row) => meaningOf(row) }, { title: t.sharing.schema, dataIndex: 'schema' },
        { title: t.sharing.personal, render: (_, row) => (row.personal ? <StateTag color="orange">{t.common.yes}</StateTag> : t.common.no) },
      ]}
    />
  )
}

interface Values {
  name: string
  nameEn: string
  class: DataShareClass
  reason?: string | null
  legalBasis?: string | null
  frequency: DataResource['frequency']
  ownerId?: string | null
  personal: string[]
}

function Change({ of, done }: { of: DataResource; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props, form } = useForm<Values>({
    initial: { name: of.name, nameEn: of.nameEn, class: of.class, reason: of.reason ?? null, legalBasis: of.legalBasis ?? null, frequency: of.frequency, ownerId: of.ownerId ?? null, personal: of.items.filter(item => item.personal).map(item => item.name) },
    submit: async ({ personal, ownerId, reason, legalBasis, ...rest }) => {
      await patch('/api/v1/sharing/catalogue/{code}', {
        path: { code: of.code }, version: of.version,
        body: {
          ...rest, reason: reason || null, legalBasis: legalBasis || null, ownerId: ownerId ?? null, departmentOwns: !ownerId,
          items: of.items.filter(item => item.personal !== personal.includes(item.name)).map(item => ({ name: item.name, personal: !item.personal })),
        },
      })
      setOpen(false)
      done()
    },
  })
  const required = [{ required: true, message: t.common.required }]
  const chosen = Form.useWatch('class', form) ?? of.class
  return (
    <>
      <Button size="small" aria-label={`${t.common.edit}: ${nameOfResource(of)}`} onClick={() => setOpen(true)}>{t.common.edit}</Button>
      <Dialog open={open} title={`${t.common.edit} · ${nameOfResource(of)}`} width={680} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="name" label={t.sharing.nameZh} rules={required}><Input maxLength={100} /></Form.Item>
          <Form.Item name="nameEn" label={t.sharing.nameEn} rules={required}><Input maxLength={100} /></Form.Item>
          <Form.Item name="class" label={t.sharing.class} extra={of.resource ? t.sharing.classHint : t.sharing.noScope} rules={required}><Radio.Group disabled={!of.resource} options={optionsOf(t.sharing.classes)} /></Form.Item>
          {chosen !== 'unconditional' && <Form.Item name="reason" label={t.sharing.why} rules={required}><Input.TextArea rows={2} maxLength={500} /></Form.Item>}
          {chosen !== 'unconditional' && <Form.Item name="legalBasis" label={t.sharing.basis} rules={required}><Input.TextArea rows={2} maxLength={500} /></Form.Item>}
          <Form.Item name="frequency" label={t.sharing.frequency} rules={required}><Select options={optionsOf(t.sharing.frequencies)} /></Form.Item>
          <Form.Item name="ownerId" label={t.sharing.owner} extra={t.sharing.ownerHint}><PlaceField known={of.ownerId ? { id: of.ownerId, name: of.ownerName ?? of.ownerId, path: [] } : undefined} /></Form.Item>
          <Form.Item name="personal" label={t.sharing.personalItems}><Checkbox.Group options={of.items.map(item => ({ value: item.name, label: meaningOf(item) }))} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}

/** By what the working days of the timers are counted. */
function Calendar({ may }: { may: boolean }) {
  const { texts: t } = useSession()
  const [year, setYear] = useState(() => new Date().getFullYear())
  const calendar = useLoad(signal => get('/api/v1/sharing/calendar/{year}', { path: { year }, signal }), [year])
  return (
    <section className="panel" aria-label={t.sharing.calendar}>
      <div className="panel-head">
        <h3>{t.sharing.calendar}</h3>
        <InputNumber aria-label={t.common.year} min={2000} max={2100} value={year} onChange={next => setYear(next ?? year)} />
        {may && calendar.data && <ImportCalendar key={`${year}`} year={year} done={calendar.reload} />}
      </div>
      <Async from={calendar}>
        {({ days, source }) => days.length === 0 ? <Alert type="warning" showIcon title={t.sharing.noCalendar(year)} /> : (
          <>
            <p className="muted">{source}</p>
            <PlainTable
              rowKey="date" rows={days} height={300}
              columns={[
                { title: t.common.date, dataIndex: 'date' }, { title: t.common.name, dataIndex: 'name' },
                { title: t.common.state, text: row => (row.isWorkingDay ? t.sharing.worked : t.sharing.off), render: (_, row) => <StateTag color={row.isWorkingDay ? 'orange' : 'green'}>{row.isWorkingDay ? t.sharing.worked : t.sharing.off}</StateTag> },
              ]}
            />
          </>
        )}
      </Async>
    </section>
  )
}

/** A line a day, or from one day to another: `2027-01-01~2027-01-03 休 元旦`. */
function ImportCalendar({ year, done }: { year: number; done: () => void }) {
  const { texts: t } = useSession()
  const [open, setOpen] = useState(false)
  const { busy, head, props } = useForm<{ source: string; lines: string }>({
    draft: `calendar.${year}`, fields: { days: 'lines' },
    submit: async ({ source, lines }) => {
      await put('/api/v1/sharing/calendar/{year}', { path: { year }, body: { source, days: daysOf(lines) ?? [] } })
      setOpen(false)
      done()
    },
  })
  const rules = useMemo(() => [{ required: true, message: t.common.required }, { validator: (_: unknown, text?: string) => (!text || daysOf(text) ? Promise.resolve() : Promise.reject(new Error(t.sharing.linesWrong))) }], [t])
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t.sharing.importCalendar}</Button>
      <Dialog open={open} title={`${t.sharing.importCalendar} · ${year}`} onClose={() => setOpen(false)}>
        <Form {...props}>
          {head}
          <Form.Item name="source" label={t.sharing.source} extra={t.sharing.sourceHint} rules={[{ required: true, message: t.common.required }]}><Input maxLength={200} /></Form.Item>
          <Form.Item name="lines" label={t.sharing.lines} extra={t.sharing.linesHint(year)} rules={rules}><Input.TextArea rows={10} /></Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>{t.common.save}</Button>
        </Form>
      </Dialog>
    </>
  )
}

const line = /^(\d{4}-\d{2}-\d{2})(?:\s*~\s*(\d{4}-\d{2}-\d{2}))?[\s,，]+(休|班|off|work)[\s,，]+(\S.*)$/

/** Null where a line is not to be understood. */
function daysOf(text: string) {
  const days: { date: string; isWorkingDay: boolean; name: string }[] = []
  for (const one of text.split('\n').map(written => written.trim()).filter(written => written !== '')) {
    const [, from, to = from, what, name] = line.exec(one) ?? []
    const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)]
    if (!name || !(last >= first) || last - first > 31 * 86_400_000) return null
    for (let at = first; at <= last; at += 86_400_000) days.push({ date: new Date(at).toISOString().slice(0, 10), isWorkingDay: what === '班' || what === 'work', name: name.trim() })
  }
  return days
}
