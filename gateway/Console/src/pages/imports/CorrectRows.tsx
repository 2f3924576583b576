import { Alert, Button, Form, Input } from 'antd'
import { useNavigate } from 'react-router'
import { newKey, send } from '../../api/client'
import type { Job } from '../../api/types'
import { Async } from '../../shared/Async'
import { csv, readCsv } from '../../shared/csv'
import { useForm } from '../../shared/useForm'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { sheets, type What } from './sheets'

/** More than these are better corrected in a sheet. */
export const mostOnPage = 100

interface Refused {
  header: string[]
  rows: { cells: string[]; reason: string }[]
}

/** The refused rows as fields: they are corrected where the errors stand, and only they are sent again. */
export function CorrectRows({ what, path, errors, programme }: { what: What; path: string; errors: Job['errors']; programme: string | null }) {
  const refused = useLoad(async (signal): Promise<Refused> => {
    const [header = [], ...rows] = readCsv(await (await send('get', `${path}/errors?format=csv`, { accept: '*/*', signal })).text())
    return { header: header.slice(0, -1), rows: rows.map(cells => ({ cells: cells.slice(0, -1), reason: cells.at(-1) ?? '' })) }
  }, [path])
  return <Async from={refused}>{found => <Fields what={what} path={path} refused={found} errors={errors} programme={programme} />}</Async>
}

function Fields({ what, path, refused: { header, rows }, errors, programme }: { what: What; path: string; refused: Refused; errors: Job['errors']; programme: string | null }) {
  const { texts: t } = useSession()
  const navigate = useNavigate()
  const { columns, path: to } = sheets[what]
  // In the order of the sheet, as the refused rows are.
  const numbers = [...new Set(errors.map(error => error.row))]
  const { busy, head, props } = useForm<{ rows: string[][] }>({
    // Identity numbers are not for the browser's storage.
    ...(what === 'members' ? {} : { draft: `import.${path}` }), initial: { rows: rows.map(row => row.cells) },
    submit: async values => {
      const form = new FormData()
      form.set('file', new File([csv([header, ...values.rows])], `${t.imports[what]}.csv`, { type: 'text/csv' }))
      if (programme) form.set('programmeId', programme)
      const job = (await (await send('post', to, { form, key: newKey() })).json()) as Job
      void navigate(`/imports/${what}/${job.id}${programme ? `?programme=${programme}` : ''}`)
    },
  })
  return (
    <Form {...props}>
      {head}
      {rows.map((row, index) => {
        const faults = errors.filter(error => error.row === numbers[index])
        return (
          <fieldset key={numbers[index] ?? index} className="correct">
            <legend>{t.imports.rowNumber(numbers[index] ?? index + 1)}</legend>
            <Alert type="error" title={row.reason} style={{ marginBottom: 12 }} />
            <div className="correct-fields">
              {header.map((title, column) => {
                const wrong = faults.some(fault => fault.column === columns[column]?.name)
                return (
                  <Form.Item key={title} name={['rows', index, column]} label={title} {...(wrong ? { validateStatus: 'error' as const } : {})}>
                    <Input autoComplete="off" {...(wrong ? { 'aria-invalid': true } : {})} />
                  </Form.Item>
                )
              })}
            </div>
          </fieldset>
        )
      })}
      <Button type="primary" htmlType="submit" loading={busy}>{t.imports.sendCorrected(rows.length)}</Button>
    </Form>
  )
}
