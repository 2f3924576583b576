const formula = /^[=+\-@\t\r]/

/** A sheet that Excel opens with its Chinese intact, and in which no cell is taken for a formula. */
export function csv(rows: unknown[][]): Blob {
  const cell = (value: unknown) => {
    const text = value === null || value === undefined ? '' : String(value)
    const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return new Blob(['\uFEFF', rows.map(row => row.map(cell).join(',')).join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' })
}

/** The cells of such a sheet, without the mark that keeps a cell from being taken for a formula. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  const content = text.replace(/^\uFEFF/, '')
  while (cell.lastIndex < content.length) {
    const [, quoted, plain, end] = cell.exec(content) ?? []
    if (end === undefined) throw new SyntaxError('This is no sheet of comma-separated values.')
    const value = quoted?.replaceAll('""', '"') ?? plain ?? ''
    row.push(value.startsWith("'") && formula.test(value.slice(1)) ? value.slice(1) : value)
    if (end !== ',') {
      rows.push(row)
      row = []
    }
  }
  return rows
}
