import { organizationOf } from './known'
import type { PlainColumn } from './PlainTable'

/** The columns that can stand on paper and in a sheet: those with a text, and those that show a value as it is. */
export const writable = <C extends PlainColumn<never>>(columns: C[]) => columns.filter(column => column.text || column.places || (column.dataIndex && !column.render))

const atOnce = 6

/** What stands in each of these columns, row by row. Names of organizations that are not known yet are asked for, each once. */
export async function written<T>(columns: PlainColumn<T>[], rows: T[]): Promise<(string | number | null | undefined)[][]> {
  const ids = [...new Set(columns.flatMap(column => (column.places ? rows.flatMap(column.places) : [])))]
  const names = new Map<string, string>()
  const waiting = [...ids]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) names.set(id, await organizationOf(id).then(one => one.name, () => '-'))
  }))
  const cell = (column: PlainColumn<T>, row: T) => {
    if (column.places) return column.places(row).map(id => names.get(id)).join('、')
    return column.text ? column.text(row) : column.dataIndex && (row[column.dataIndex] as string | number | null | undefined)
  }
  return rows.map(row => columns.map(column => cell(column, row)))
}
