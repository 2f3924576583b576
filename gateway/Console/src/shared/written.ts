import type { Column } from './KeysetTable'
import { organizationOf } from './known'

/** The columns that can stand on paper and in a sheet. */
export const writable = <T>(columns: Column<T>[]) => columns.filter(column => column.text || column.places)

const atOnce = 6

/** What stands in each of these columns, row by row. Names of organizations that are not known yet are asked for, each once. */
export async function written<T>(columns: Column<T>[], rows: T[]): Promise<(string | number | null | undefined)[][]> {
  const ids = [...new Set(columns.flatMap(column => (column.places ? rows.flatMap(column.places) : [])))]
  const names = new Map<string, string>()
  const waiting = [...ids]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) names.set(id, await organizationOf(id).then(one => one.name, () => '-'))
  }))
  return rows.map(row => columns.map(column => (column.places ? column.places(row).map(id => names.get(id)).join('、') : column.text?.(row))))
}
