import { Alert, Segmented } from 'antd'
import { useMemo } from 'react'
import { get } from '../../api/client'
import type { GatheredFigures } from '../../api/types'
import { Async } from '../../shared/Async'
import { barOption, Chart, palette } from '../../shared/Chart'
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
      {({ items, missing, brokerMeasured, dashboards }) => (
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
                <>
                  {group === 'broker' && !brokerMeasured && <Alert type="info" showIcon style={{ marginBottom: 16 }} title={t.figures.brokerUnknown} />}
                  <div className="charts">
                    {Object.entries(charts[group] as Record<string, ChartOf>).filter(([, chart]) => brokerMeasured || !chart.figure.startsWith('broker.')).map(([name, chart]) => (
                      <Figure key={name} title={labelOfChart(t.figures[group], name)} chart={chart} services={items} asTable={as === 'table'} />
                    ))}
                  </div>
                </>
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
  const option = useMemo(() => chart.total ? barOption(lines.map(line => ({ name: line.name, value: line.total ?? 0 })), large) : optionOf(lines, chart, large), [lines, chart, large])
  const now = chart.total ? (line: Line) => line.total : latest
  return (
    <section className="panel" aria-label={title}>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="muted">{t.figures.nothing}</p> : asTable ? <Numbers title={title} lines={lines} total={chart.total ?? false} /> : (
        <Chart option={option} height={220} label={t.figures.latest(title, lines.map(line => `${line.name} ${shown(now(line))}`).join(', ').slice(0, 1000))} />
      )}
    </section>
  )
}

function Numbers({ title, lines, total }: { title: string; lines: Line[]; total: boolean }) {
  const { texts: t } = useSession()
  const column = (heading: string, key: string, of: (line: Line) => number | null) => ({ title: heading, key, align: 'right' as const, text: of, render: (_: unknown, line: Line) => shown(of(line)) })
  return (
    <PlainTable<Line>
      save={title} rowKey="key" rows={lines}
      columns={[
        { title: t.figures.line, dataIndex: 'name' },
        ...(total ? [column(t.figures.inAll, 'total', line => line.total)]
          : [column(t.figures.now, 'now', latest), column(t.figures.lowest, 'lowest', line => bound(line, Math.min)), column(t.figures.highest, 'highest', line => bound(line, Math.max))]),
      ]}
    />
  )
}

const known = (line: Line) => line.values.flatMap(([, value]) => (value === null ? [] : [value]))
// The newest moment may have begun with another figure.
const latest = (line: Line) => line.values.at(-1)?.[1] ?? line.values.at(-2)?.[1] ?? null
const bound = (line: Line, of: (...values: number[]) => number) => { const values = known(line); return values.length === 0 ? null : of(...values) }
const shown = (value: number | null) => value?.toLocaleString() ?? '—'

function optionOf(lines: Line[], { sparse, points }: ChartOf, large: boolean) {
  const fontSize = large ? 16 : 12
  return {
    animation: false, color: palette,
    grid: { left: 8, right: 16, top: 12, bottom: 32, containLabel: true },
    legend: { type: 'scroll', bottom: 0, itemWidth: 14, itemHeight: 8, textStyle: { fontSize } },
    tooltip: { renderMode: 'richText', trigger: 'axis', confine: true, valueFormatter: (value: number | null | undefined) => shown(value ?? null) },
    xAxis: { type: 'time', minInterval: 60_000, axisLabel: { fontSize, formatter: '{HH}:{mm}', hideOverlap: true } },
    yAxis: { type: 'value', min: 0, minInterval: lines.every(line => line.whole) ? 1 : 0, splitNumber: 3, axisLabel: { fontSize } },
    // A line needs two points: what has only one yet is shown by a dot.
    series: lines.map(line => ({ type: 'line', name: line.name, data: line.values, showSymbol: points || known(line).length < 2, symbolSize: 6, connectNulls: sparse ?? false, lineStyle: { width: points ? 0 : 1.5 } })),
  }
}
