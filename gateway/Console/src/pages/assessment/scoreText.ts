import type { SchemeContent } from '../../api/types'
import type { Texts } from '../../texts/zh'

export type Indicator = SchemeContent['dimensions'][number]['indicators'][number]

/** As spreadsheets and input methods write a number: full-width digits, thousands separated. */
export const plain = (text: string) => text.normalize('NFKC').replace(/[\s,]/g, '')

/** What is wrong with what was typed, and what to do; null when it can be recorded. */
export function faultOf(indicator: Indicator, text: string, t: Texts): string | null {
  const written = plain(text)
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(written)) return t.scoreSheet.notNumber
  const value = Number(written)
  if (value < 0) return t.scoreSheet.negative
  if (indicator.method === 'veto') return value === 0 || value === 1 ? null : t.scoreSheet.veto
  if (value > 1_000_000) return t.scoreSheet.tooLarge
  if (/\.\d{5,}$/.test(written.replace(/0+$/, ''))) return t.scoreSheet.tooPrecise
  if (indicator.method === 'manual' && value > Number(indicator.points)) return t.scoreSheet.above(Number(indicator.points))
  return null
}

/** The cells of what was copied from a spreadsheet; a cell with a tab or a line break in it stands in quotation marks. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === '\t' || letter === '\n') {
      rows.at(-1)!.push(cell)
      cell = ''
      if (letter === '\n') rows.push([])
    } else if (letter !== '\r') cell += letter
  }
  rows.at(-1)!.push(cell)
  // A spreadsheet ends what it copies with a line break.
  if (rows.length > 1 && rows.at(-1)!.every(one => one === '')) rows.pop()
  return rows
}
