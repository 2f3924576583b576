import { Segmented } from 'antd'
import { useMemo } from 'react'
import { get } from '../../api/client'
import type { GatheredFigures } from '../../api/types'
import { Async } from '../../shared/Async'
import { Chart, palette } from '../../shared/Chart'
import { PlainTable } from '../../shared/PlainTable'
import { Tabs } from '../../shared/Tabs'
import { useAddress } from '../../shared/useAddress'
import { usePolled } from '../../shared/usePolled'
import { useSession } from '../../texts'
import { type ChartOf, charts, type Line, linesOf } from './charts'
import { Missing } from './Missing'

export function FiguresSection() {
  const { texts: t } = useSession()
  const figures = usePolled(signal => get('/api/v1/operations/figures', { signal }), [], 30)
  const [as, setAs] = useAddress('as', ['chart', 'table'] as const)
  return (
    <Async from={figures} rows={8}>
      {({ items, missing, dashboards }) => (
        <>
          <Missing services={missing} />
          <section className="panel">
            <div className="panel-head" style={{ margin: 0 }}>
              <p className="muted" style={{ margin: 0, flex: '1 1 16em' }}>{t.figures.hint}</p>
              <Segmented aria-label={t.home.viewAs} value={as ?? 'chart'} onChange={setAs} options={[{ value: 'chart', label: t.home.asChart }, { value: 'table', label: t.home.asTable }]} />
            </div>
            {dashboards.length > 0 && <p style={{ margin: '12px 0 0' }}>{t.figures.more}{dashboards.map(one => <span key={one.name}> <a href={one.address} target="_blank" rel="noreferrer">{one.name}</a></span>)}</p>}
          </section>
          <Tabs
            name="group" label={t.operations.figures}
            items={(Object.keys(charts) as (keyof typeof charts)[]).map(group => ({
              key: group, label: t.figures.groups[group],
              children: (
                <div className="charts">
                  {Object.entries(charts[group] as Record<string, ChartOf>).map(([name, chart]) => (
                    <Figure key={name} title={labelOfChart(t.figures[group], name)} chart={chart} services={items} asTable={as === 'table'} />
                  ))}
                </div>
              ),
            }))}
          />
        </>
      )}
    </Async>
  )
}

const labelOfChart = (titles: Record<string, string>, name: string) => titles[name]!

function Figure({ title, chart, services, asTable }: { title: string; chart: ChartOf; services: GatheredFigures['items']; asTable: boolean }) {
  const { texts: t, large } = useSession()
  const lines = useMemo(() => linesOf(chart, services, t), [chart, services, t])
  const option = useMemo(() => optionOf(lines, chart.sparse ?? false, large), [lines, chart, large])
  return (
    <section className="panel" aria-label={title}>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="muted">{t.figures.nothing}</p> : asTable ? <Numbers title={title} lines={lines} /> : (
        <Chart option={option} height={220} label={t.figures.latest(title, lines.map(line => `${line.name} ${shown(latest(line))}`).join(', ').slice(0, 1000))} />
      )}
    </section>
  )
}

function Numbers({ title, lines }: { title: string; lines: Line[] }) {
  const { texts: t } = useSession()
  const column = (heading: string, key: string, of: (line: Line) => number | null) => ({ title: heading, key, align: 'right' as const, text: of, render: (_: unknown, line: Line) => shown(of(line)) })
  return (
    <PlainTable<Line>
      save={title} rowKey="key" rows={lines}
      columns={[
        { title: t.figures.line, dataIndex: 'name' },
        column(t.figures.now, 'now', latest), column(t.figures.lowest, 'lowest', line => bound(line, Math.min)), column(t.figures.highest, 'highest', line => bound(line, Math.max)),
      ]}
    />
  )
}

const known = (line: Line) => line.values.flatMap(([, value]) => (value === null ? [] : [value]))
// The newest moment may have begun with another figure.
const latest = (line: Line) => line.values.at(-1)?.[1] ?? line.values.at(-2)?.[1] ?? null
const bound = (line: Line, of: (...values: number[]) => number) => { const values = known(line); return values.length === 0 ? null : of(...values) }
const shown = (value: number | null) => value?.toLocaleString() ?? '—'

function optionOf(lines: Line[], sparse: boolean, large: boolean) {
  const fontSize = large ? 16 : 12
  return {
    animation: false, color: palette,
    grid: { left: 8, right: 16, top: 12, bottom: 32, containLabel: true },
    legend: { type: 'scroll', bottom: 0, itemWidth: 14, itemHeight: 8, textStyle: { fontSize } },
    tooltip: { renderMode: 'richText', trigger: 'axis', confine: true, valueFormatter: (value: number | null | undefined) => shown(value ?? null) },
    xAxis: { type: 'time', minInterval: 60_000, axisLabel: { fontSize, formatter: '{HH}:{mm}', hideOverlap: true } },
    yAxis: { type: 'value', min: 0, minInterval: lines.every(line => line.whole) ? 1 : 0, splitNumber: 3, axisLabel: { fontSize } },
    // A line needs two points: what has only one yet is shown by a dot.
    series: lines.map(line => ({ type: 'line', name: line.name, data: line.values, showSymbol: known(line).length < 2, symbolSize: 6, connectNulls: sparse, lineStyle: { width: 1.5 } })),
  }
}
