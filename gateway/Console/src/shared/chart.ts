import { BarChart, LineChart, SankeyChart, TreemapChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// Only what is drawn: the whole of it is three times as large.
use([BarChart, LineChart, TreemapChart, SankeyChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer])

export { init }
export type { EChartsCoreOption as ChartOption, ECharts } from 'echarts/core'
