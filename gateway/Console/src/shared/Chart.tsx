import { useEffect, useRef } from 'react'
import { useSession } from '../texts'
import type { ChartOption, ECharts } from './chart'

/** Draws with ECharts, which is loaded when the first chart is; its text is read to who cannot see it. */
export function Chart({ option, label, height = 300, onClick }: { option: ChartOption; label: string; height?: number; onClick?: (data: unknown) => void }) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const latest = useRef({ option, onClick })
  latest.current = { option, onClick }
  const { large } = useSession()

  useEffect(() => {
    let gone = false
    let watch: ResizeObserver | undefined
    void import('./chart').then(({ init }) => {
      if (gone || !place.current) return
      chart.current = init(place.current)
      chart.current.setOption(latest.current.option)
      chart.current.on('click', event => latest.current.onClick?.(event.data))
      watch = new ResizeObserver(() => chart.current?.resize())
      watch.observe(place.current)
    })
    return () => {
      gone = true
      watch?.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [large])

  useEffect(() => { chart.current?.setOption(option, true) }, [option])
  return <div ref={place} className="chart" style={{ height }} role="img" aria-label={label} />
}

export const palette = ['#9b1c16', '#1d4f91', '#b7791f', '#2f6f4f', '#6b4c9a', '#a0522d', '#3a7ca5', '#7a7a2e', '#8c3f6b']

/** Bars, the longest at the top. */
export function barOption(rows: { name: string; value: number; key?: string }[], large: boolean, color = palette[0]): ChartOption {
  const sorted = [...rows].sort((one, other) => one.value - other.value)
  const fontSize = large ? 16 : 12
  return {
    animation: false,
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    tooltip: { renderMode: 'richText', trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: { type: 'category', data: sorted.map(row => row.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { fontSize, color: '#1f2328' } },
    series: [{ type: 'bar', data: sorted.map(row => ({ value: row.value, key: row.key })), itemStyle: { color, borderRadius: [0, 3, 3, 0] }, barMaxWidth: 18, label: { show: true, position: 'right', fontSize, color: '#1f2328' } }],
  }
}
