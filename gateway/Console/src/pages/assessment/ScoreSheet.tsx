import { DownloadOutlined } from '@ant-design/icons'
import { Alert, App, Button, Segmented, Select, Space } from 'antd'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { get, put, save as saveFile } from '../../api/client'
import { Problem } from '../../api/problem'
import { session } from '../../api/session'
import type { Cycle, Scheme, ScoreRow } from '../../api/types'
import { Async, Failure } from '../../shared/Async'
import { OrganizationField } from '../../shared/fields'
import { csv } from '../../shared/csv'
import { labelOf, useDomainTypes } from '../../shared/known'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import './scores.css'
import { cellsOf, faultOf, type Indicator, plain } from './scoreText'

/** What was typed and not yet recorded: by organization, by indicator. */
type Drafts = Record<string, Record<string, string>>

const pageSize = 50

/** A sheet to enter the scores of one stage: organizations down, indicators across; a block copied from Excel goes in at any cell. */
export function ScoreSheet({ cycle }: { cycle: Cycle }) {
  const { texts: t } = useSession()
  const scheme = useLoad(signal => get('/api/v1/assessment/schemes/{id}', { path: { id: cycle.schemeId }, signal }), [cycle.schemeId])
  return <Async from={scheme} rows={6}>{one => <Stages cycle={cycle} scheme={one} label={t.schemes.stage} />}</Async>
}

function Stages({ cycle, scheme, label }: { cycle: Cycle; scheme: Scheme; label: string }) {
  const { texts: t } = useSession()
  const types = useDomainTypes()
  const [address, setAddress] = useSearchParams()
  const stage = (scheme.stages.find(one => one.stage === address.get('stage')) ?? scheme.stages[0]!).stage
  const [under, domainType] = ['under', 'domainType'].map(name => address.get(name)) as [string | null, string | null]
  const choose = (name: string, value: string | null) => setAddress(params => {
    if (value) params.set(name, value)
    else params.delete(name)
    return params
  })
  return (
    <>
      <div className="filters">
        {scheme.stages.length > 1 && (
          <label>{label}
            <Segmented aria-label={label} value={stage} onChange={next => choose('stage', next)} options={scheme.stages.map(one => ({ value: one.stage, label: labelOf(t.stages, one.stage) }))} />
          </label>
        )}
        <label>{t.members.under}<OrganizationField aria-label={t.members.under} value={under} onChange={next => choose('under', next)} style={{ width: 280, maxWidth: '100%' }} /></label>
        <label>{t.cycles.domainType}<Select aria-label={t.cycles.domainType} allowClear value={domainType} placeholder={t.common.all} options={types.options} onChange={next => choose('domainType', next ?? null)} style={{ width: 160 }} /></label>
      </div>
      <Sheet key={`${stage}/${under}/${domainType}`} cycle={cycle} scheme={scheme} stage={stage} under={under} domainType={domainType} />
    </>
  )
}

function Sheet({ cycle, scheme, stage, under, domainType }: { cycle: Cycle; scheme: Scheme; stage: string; under: string | null; domainType: string | null }) {
  const { texts: t } = useSession()
  const { message, modal } = App.useApp()
  const indicators = useMemo(() => scheme.dimensions.flatMap(dimension => dimension.indicators), [scheme])
  const [rows, setRows] = useState<ScoreRow[]>([])
  const [next, setNext] = useState<string | null | undefined>(undefined)
  const [failure, setFailure] = useState<unknown>(undefined)
  const [drafts, setDrafts, dropDrafts] = useDrafts(`partycloud.draft.score-sheet.${session.me?.id}.${cycle.id}.${stage}`)
  const [refused, setRefused] = useState<Drafts>({})
  const [before, setBefore] = useState<Drafts | null>(null)
  const [busy, setBusy] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  const known = useRef(rows)
  known.current = rows
  const cursor = useRef<string | null | undefined>(undefined)

  const more = useCallback(async () => {
    const page = await get('/api/v1/assessment/cycles/{id}/scores', {
      path: { id: cycle.id }, query: { stage, under: under ?? undefined, domainType: domainType ?? undefined, limit: pageSize, cursor: cursor.current ?? undefined },
    })
    known.current = [...known.current, ...page.items]
    cursor.current = page.next ?? null
    setRows(known.current)
    setNext(cursor.current)
  }, [cycle.id, stage, under, domainType])

  const load = useCallback(() => {
    setFailure(undefined)
    more().catch(setFailure)
  }, [more])
  const began = useRef(false)
  useEffect(() => {
    if (began.current) return
    began.current = true
    load()
  }, [load])

  /** Once a cell is left, a value that is recorded already, or nothing at all, is no draft; while it is typed, 85. may become 85.5. */
  const write = useCallback((changes: { row: ScoreRow; indicator: Indicator; text: string }[], left: boolean) => {
    setDrafts(all => {
      const after = { ...all }
      for (const { row, indicator, text } of changes) {
        const recorded = row.values[indicator.code]
        const { [indicator.code]: _, ...others } = after[row.organizationId] ?? {}
        const same = left && (text.trim() === '' || (recorded !== undefined && faultOf(indicator, text, session.texts) === null && Number(plain(text)) === Number(recorded)))
        const mine = same ? others : { ...others, [indicator.code]: text }
        if (Object.keys(mine).length > 0) after[row.organizationId] = mine
        else delete after[row.organizationId]
      }
      return after
    })
    setRefused(all => {
      const after = { ...all }
      for (const { row, indicator } of changes) {
        if (after[row.organizationId]?.[indicator.code]) {
          const { [indicator.code]: _, ...others } = after[row.organizationId]!
          after[row.organizationId] = others
        }
      }
      return after
    })
  }, [setDrafts])

  const paste = useCallback(async (text: string, line: number, column: number) => {
    const cells = cellsOf(text)
    setBusy(true)
    try {
      while (line + cells.length > known.current.length && cursor.current) await more()
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      void message.error(problem.message)
      return
    } finally {
      setBusy(false)
    }
    const changes: { row: ScoreRow; indicator: Indicator; text: string }[] = []
    let outside = 0
    cells.forEach((copied, down) => copied.forEach((value, right) => {
      if (value.trim() === '') return
      const row = known.current[line + down]
      const indicator = indicators[column + right]
      if (row && indicator) changes.push({ row, indicator, text: value.trim() })
      else outside++
    }))
    setDrafts(all => {
      setBefore(all)
      return all
    })
    write(changes, true)
    const wrong = changes.filter(change => faultOf(change.indicator, change.text, t) !== null).length
    const said = t.scoreSheet.pasted(changes.length, wrong, outside)
    if (wrong > 0 || outside > 0) void message.warning(said, 6)
    else void message.success(said)
  }, [indicators, message, more, setDrafts, t, write])

  const move = useCallback((line: number, column: number) => {
    const cell = table.current?.querySelector<HTMLInputElement>(`[data-cell="${line}/${column}"]`)
    cell?.focus()
    cell?.select()
    return cell !== null && cell !== undefined
  }, [])

  const pending = Object.entries(drafts).flatMap(([organizationId, mine]) => Object.entries(mine).map(([code, text]) => ({ organizationId, indicator: indicators.find(one => one.code === code), text }))).filter(one => one.text.trim() !== '')
  const ready = pending.filter(one => one.indicator && faultOf(one.indicator, one.text, t) === null)
  const wrong = pending.length - ready.length

  const save = async () => {
    setBusy(true)
    try {
      const { recorded } = await put('/api/v1/assessment/cycles/{id}/scores', {
        path: { id: cycle.id }, body: ready.map(one => ({ organizationId: one.organizationId, organizationCode: null, stage, indicator: one.indicator!.code, value: Number(plain(one.text)), reason: null })),
      })
      const saved = new Map<string, Record<string, number>>()
      for (const one of ready) saved.set(one.organizationId, { ...saved.get(one.organizationId), [one.indicator!.code]: Number(plain(one.text)) })
      known.current = known.current.map(row => (saved.has(row.organizationId) ? { ...row, values: { ...row.values, ...saved.get(row.organizationId) } } : row))
      setRows(known.current)
      dropDrafts(saved)
      setBefore(null)
      setRefused({})
      void message.success(wrong > 0 ? t.scoreSheet.savedSome(recorded, wrong) : t.cycles.recorded(recorded))
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      const faults: Drafts = {}
      for (const error of problem.errors) {
        const one = ready[Number(/^\[(\d+)\]/.exec(error.field)?.[1] ?? -1)]
        if (one) faults[one.organizationId] = { ...faults[one.organizationId], [one.indicator!.code]: error.text }
      }
      setRefused(faults)
      modal.error({ title: t.problems.title, content: Object.keys(faults).length > 0 ? t.scoreSheet.refused : problem.message, okText: t.common.close })
    } finally {
      setBusy(false)
    }
  }

  /** The whole sheet, with what is typed and not yet recorded: to be filled in a spreadsheet, and pasted back. */
  const take = async () => {
    setBusy(true)
    try {
      while (cursor.current) await more()
      saveFile(csv([
        [t.common.code, t.common.organization, ...indicators.map(one => one.name)],
        ...known.current.map(row => [row.code, row.name, ...indicators.map(one => drafts[row.organizationId]?.[one.code] ?? row.values[one.code] ?? '')]),
      ]), `${t.cycles.scores}-${labelOf(t.stages, stage)}.csv`)
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      void message.error(problem.message)
    } finally {
      setBusy(false)
    }
  }

  const toFirstWrong = () => {
    for (const [line, row] of rows.entries()) {
      const column = indicators.findIndex(indicator => wrongAt(row, indicator, drafts, refused, t))
      if (column >= 0) return void move(line, column)
    }
    void message.info(t.scoreSheet.wrongElsewhere)
  }

  if (failure !== undefined) return <Failure failure={failure} retry={load} />
  return (
    <>
      <p className="muted" id="score-sheet-hint">{t.scoreSheet.hint}</p>
      {next !== undefined && rows.length === 0 ? <p className="muted" role="status">{t.scoreSheet.nobody}</p> : (
        <div className="score-sheet" tabIndex={-1} aria-busy={busy || next === undefined}>
          <table ref={table} aria-describedby="score-sheet-hint">
            <caption className="hidden-visually">{t.cycles.scores}</caption>
            <thead>
              <tr>
                <th scope="col">{t.common.organization}</th>
                {indicators.map(one => <th key={one.code} scope="col">{one.name}<small>{t.methods[one.method]}{one.method === 'veto' ? '' : ` · ${t.scoreSheet.upTo(Number(one.points))}`}</small></th>)}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, line) => (
                <Line key={row.organizationId} row={row} line={line} indicators={indicators} drafts={drafts[row.organizationId]} refused={refused[row.organizationId]} write={write} paste={paste} move={move} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="table-foot">
        <span className="muted" role="status">{t.scoreSheet.state(rows.length, pending.length, wrong)}</span>
        {rows.length > 0 && <Button icon={<DownloadOutlined />} disabled={busy} title={t.common.exportList} aria-label={t.common.exportList} onClick={() => void take()} />}
        {wrong > 0 && <Button onClick={toFirstWrong}>{t.scoreSheet.toWrong}</Button>}
        {next && <Button disabled={busy} onClick={() => void more().catch(setFailure)}>{t.scoreSheet.more}</Button>}
        {before && <Button onClick={() => { setDrafts(() => before); setBefore(null) }}>{t.common.undo}</Button>}
        {pending.length > 0 && <Button onClick={() => modal.confirm({ title: t.scoreSheet.drop, content: t.scoreSheet.dropText(pending.length), okText: t.common.confirm, cancelText: t.common.cancel, autoFocusButton: 'cancel', onOk: () => { setDrafts(() => ({})); setRefused({}); setBefore(null) } })}>{t.scoreSheet.drop}</Button>}
        <Space><Button type="primary" loading={busy} disabled={ready.length === 0} onClick={() => void save()}>{t.scoreSheet.save(ready.length)}</Button></Space>
      </div>
      {wrong > 0 && <Alert type="warning" showIcon style={{ marginTop: 12 }} title={t.scoreSheet.wrongStay(wrong)} />}
    </>
  )
}

function wrongAt(row: ScoreRow, indicator: Indicator, drafts: Drafts, refused: Drafts, t: typeof session.texts): string | null {
  const text = drafts[row.organizationId]?.[indicator.code]
  return refused[row.organizationId]?.[indicator.code] ?? (text?.trim() ? faultOf(indicator, text, t) : null)
}

interface LineOf {
  row: ScoreRow
  line: number
  indicators: Indicator[]
  drafts: Record<string, string> | undefined
  refused: Record<string, string> | undefined
  write: (changes: { row: ScoreRow; indicator: Indicator; text: string }[], left: boolean) => void
  paste: (text: string, line: number, column: number) => Promise<void>
  move: (line: number, column: number) => boolean
}

/** A row of its own, so that a letter typed in one does not draw all the others anew. */
const Line = memo(function Line({ row, line, indicators, drafts, refused, write, paste, move }: LineOf) {
  const { texts: t } = useSession()
  return (
    <tr>
      <th scope="row">{row.name}<small>{row.code}</small></th>
      {indicators.map((indicator, column) => {
        const draft = drafts?.[indicator.code]
        const fault = refused?.[indicator.code] ?? (draft?.trim() ? faultOf(indicator, draft, t) : null)
        const id = `fault-${line}-${column}`
        return (
          <td key={indicator.code} className={fault ? 'wrong' : draft === undefined ? undefined : 'changed'}>
            <input
              data-cell={`${line}/${column}`} inputMode="decimal" autoComplete="off" maxLength={30} aria-label={`${row.name} ${indicator.name}`}
              {...(fault ? { 'aria-invalid': true, 'aria-describedby': id } : {})}
              value={draft ?? row.values[indicator.code] ?? ''}
              onChange={event => write([{ row, indicator, text: event.target.value }], false)}
              onBlur={() => { if (draft !== undefined) write([{ row, indicator, text: draft }], true) }}
              onPaste={event => {
                const text = event.clipboardData.getData('text/plain')
                if (!/[\t\n]/.test(text.replace(/\r?\n$/, ''))) return
                event.preventDefault()
                void paste(text, line, column)
              }}
              onKeyDown={event => {
                const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0
                if (step !== 0 && !event.nativeEvent.isComposing && move(line + step, column)) event.preventDefault()
              }}
            />
            {fault && <small id={id}>{fault}</small>}
          </td>
        )
      })}
    </tr>
  )
})

/** Kept in the tab's own storage from letter to letter, so that neither an error nor a reload loses any. */
function useDrafts(place: string): [Drafts, (change: (before: Drafts) => Drafts) => void, (saved: Map<string, Record<string, number>>) => void] {
  const [drafts, set] = useState<Drafts>(() => {
    try {
      return JSON.parse(sessionStorage.getItem(place) ?? '{}') as Drafts
    } catch {
      return {}
    }
  })
  useEffect(() => {
    if (Object.keys(drafts).length > 0) sessionStorage.setItem(place, JSON.stringify(drafts))
    else sessionStorage.removeItem(place)
  }, [place, drafts])
  const drop = useCallback((saved: Map<string, Record<string, number>>) => set(before => Object.fromEntries(
    Object.entries(before).map(([id, mine]) => [id, Object.fromEntries(Object.entries(mine).filter(([code]) => saved.get(id)?.[code] === undefined))] as const).filter(([, mine]) => Object.keys(mine).length > 0),
  )), [])
  return [drafts, set, drop]
}
