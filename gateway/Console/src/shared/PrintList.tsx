import { PrinterOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'
import type { Column, Page } from './KeysetTable'
import { writable, written } from './written'
import './print.css'

/** More would be a book: that is what the sheet is for. */
const most = 2000

/** Prints the whole list, as far as it goes on paper, with the columns that are shown. */
export function PrintList<T extends object>({ columns, load }: { columns: Column<T>[]; load: (cursor?: string) => Promise<Page<T>> }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [rows, setRows] = useState<(string | number | null | undefined)[][] | null>(null)
  const [busy, setBusy] = useState(false)
  const printed = writable(columns)

  useEffect(() => {
    if (!rows) return
    const done = () => setRows(null)
    document.body.classList.add('printing')
    window.addEventListener('afterprint', done, { once: true })
    window.print()
    return () => {
      document.body.classList.remove('printing')
      window.removeEventListener('afterprint', done)
    }
  }, [rows])

  if (printed.length === 0) return null
  const run = async () => {
    setBusy(true)
    try {
      const all: T[] = []
      let cursor: string | undefined
      do {
        const page: Page<T> = await load(cursor)
        all.push(...page.items)
        cursor = page.next ?? undefined
      } while (cursor && all.length < most)
      if (cursor) void message.warning(t.common.printCut(all.length))
      setRows(await written(printed, all))
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure
      void message.error(failure.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button icon={<PrinterOutlined />} title={t.common.print} aria-label={t.common.print} loading={busy} onClick={() => void run()} />
      {rows && createPortal(
        <div className="print-list">
          <h1>{document.title.split(' - ')[0]}</h1>
          <p>{t.common.printedOn(dayjs().format('YYYY-MM-DD'), rows.length)}</p>
          <table>
            <thead><tr><th>#</th>{printed.map(column => <th key={column.key}>{column.title}</th>)}</tr></thead>
            <tbody>{rows.map((row, index) => <tr key={index}><td>{index + 1}</td>{printed.map((column, at) => <td key={column.key}>{row[at]}</td>)}</tr>)}</tbody>
          </table>
        </div>,
        document.body,
      )}
    </>
  )
}
