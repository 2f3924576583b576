import type { GatheredFigures } from '../../api/types'
import { labelOf } from '../../shared/known'
import type { Texts } from '../../texts'

/** One chart: which figure it draws, by how much its values are multiplied for people, and what its lines are told apart by. */
export interface ChartOf {
  figure: string
  /** Only this one of the figure's lines of each service. */
  label?: string
  /** Only of this service. */
  of?: string
  /** A point for each value: it has little to do with the one before. */
  points?: boolean
  /** The so many lines that rose highest, where there are more than anybody can tell apart. */
  most?: number
  /** Bars of how many there have been in all, in the place of how many came in a second. */
  total?: boolean
  times?: number
  /** How a label reads; without it the lines are the services. */
  name?: (t: Texts, label: string) => string
  /** Where there was nothing to measure there is no value; the line goes on to the next. */
  sparse?: boolean
}

export interface Line {
  key: string
  name: string
  /** Of things that are counted, of which there are no halves. */
  whole: boolean
  /** Time in milliseconds, and what was known then. */
  values: [number, number | null][]
  /** Of what is counted: how many in all. */
  total: number | null
}

const asIs = (_: Texts, label: string) => label
const ofTwo = (t: Texts, label: string) => {
  const [kind, state] = label.split(' ')
  return `${labelOf(t.operations.jobKinds, kind)} ${labelOf(t.operations.jobStates, state)}`
}


/** The figures of the dashboards in deploy/observability, panel by panel; titles stand in the texts under the same names. */
export const charts = {
  city: {
    organizations: { figure: 'partycloud.organizations', name: (t, kind) => labelOf(t.kinds, kind) },
    members: { figure: 'partycloud.members', name: (t, status) => labelOf(t.memberStatus, status) },
    cycles: { figure: 'partycloud.assessment.cycles', name: (t, state) => labelOf(t.cycleStates, state) },
    scored: { figure: 'partycloud.assessment.scored', name: asIs },
    cases: { figure: 'partycloud.assessment.cases', name: (t, state) => labelOf(t.rectificationStates, state) },
    overdue: { figure: 'partycloud.overdue', name: (t, kind) => labelOf(t.figures.overdue, kind) },
    needs: { figure: 'partycloud.pairing.needs', name: (t, state) => labelOf(t.needStates, state) },
  },
  services: {
    requests: { figure: 'http.server.requests' },
    errors: { figure: 'http.server.errors' },
    duration: { figure: 'http.server.duration', times: 1000, name: asIs, sparse: true },
    slowest: { figure: 'http.server.route.duration', times: 1000, name: asIs, points: true, most: 10 },
    active: { figure: 'http.server.active_requests' },
    processor: { figure: 'dotnet.process.cpu.time', times: 100 },
    memory: { figure: 'dotnet.process.memory.working_set', times: 2 ** -20 },
    pauses: { figure: 'dotnet.gc.pause.time', times: 100 },
  },
  messaging: {
    outbox: { figure: 'partycloud.outbox.facts' },
    lag: { figure: 'partycloud.outbox.lag' },
    relayed: { figure: 'partycloud.outbox.relayed' },
    consumed: { figure: 'messaging.masstransit.consume', name: asIs },
    consuming: { figure: 'messaging.masstransit.consume.duration', name: asIs, sparse: true },
    queues: { figure: 'queue.messages', name: asIs },
    failed: { figure: 'queue.failed', name: asIs },
    webhooks: { figure: 'partycloud.webhooks.waiting' },
    webhookLag: { figure: 'partycloud.webhooks.lag' },
    breakers: { figure: 'partycloud.webhooks.open' },
  },
  jobs: {
    jobs: { figure: 'partycloud.jobs', name: (t, state) => labelOf(t.operations.jobStates, state) },
    rows: { figure: 'partycloud.jobs.rows', name: (t, kind) => labelOf(t.operations.jobKinds, kind) },
    rowErrors: { figure: 'partycloud.jobs.row_errors', name: (t, kind) => labelOf(t.operations.jobKinds, kind) },
    ended: { figure: 'partycloud.jobs.ended', times: 60, name: ofTwo },
    rowsInAll: { figure: 'partycloud.jobs.rows', total: true, name: (t, kind) => labelOf(t.operations.jobKinds, kind) },
    rowErrorsInAll: { figure: 'partycloud.jobs.row_errors', total: true, name: (t, kind) => labelOf(t.operations.jobKinds, kind) },
  },
  security: {
    signIns: { figure: 'partycloud.signins', times: 60, name: (t, outcome) => labelOf(t.figures.signIns, outcome) },
    refusals: { figure: 'partycloud.refusals', times: 60, name: asIs },
    answers: { figure: 'http.server.answers', of: 'gateway', name: asIs },
    signInsInAll: { figure: 'partycloud.signins', total: true, name: (t, outcome) => labelOf(t.figures.signIns, outcome) },
    refusalsInAll: { figure: 'partycloud.refusals', total: true, name: asIs },
  },
  database: {
    connections: { figure: 'database.connections' },
    transactions: { figure: 'database.transactions', label: 'commit' },
    rollbacks: { figure: 'database.transactions', label: 'rollback' },
    hits: { figure: 'database.cache.hits', times: 100, sparse: true },
    deadlocks: { figure: 'database.deadlocks', times: 60 },
    size: { figure: 'database.size', times: 2 ** -20 },
    inserted: { figure: 'database.rows', label: 'insert' },
    updated: { figure: 'database.rows', label: 'update' },
    longest: { figure: 'database.transaction.longest' },
    most: { figure: 'server.connections', name: (t, which) => labelOf(t.figures.limits, which) },
    states: { figure: 'server.connection.states', name: (t, state) => labelOf(t.figures.states, state) },
    locks: { figure: 'server.locks', name: asIs },
    checkpoints: { figure: 'server.checkpoints', times: 60, name: (t, why) => labelOf(t.figures.checkpoints, why) },
  },
  broker: {
    connections: { figure: 'broker.connections', name: t => t.operations.broker },
    consumers: { figure: 'broker.consumers', name: t => t.operations.broker },
    alarms: { figure: 'broker.alarms', name: (t, of) => labelOf(t.figures.alarms, of) },
    messages: { figure: 'broker.messages', name: (t, what) => labelOf(t.figures.messages, what) },
    memory: { figure: 'broker.memory', times: 2 ** -20, name: (t, which) => labelOf(t.figures.limits, which) },
    disk: { figure: 'broker.disk', times: 2 ** -30, name: (t, which) => labelOf(t.figures.limits, which) },
    queueMessages: { figure: 'broker.queue.messages', name: asIs },
    queueConsumers: { figure: 'queue.consumers', name: asIs },
  },
} satisfies Record<string, Record<string, ChartOf>>

/** The lines of a chart. Where several services tell of the same label, their lines say whose they are. */
export function linesOf(chart: ChartOf, services: GatheredFigures['items'], t: Texts): Line[] {
  const found = services.flatMap(one => one.series
    .filter(series => series.figure === chart.figure && (chart.label === undefined || series.label === chart.label) && (chart.of === undefined || one.service === chart.of) && (!chart.total || series.total != null))
    .map(series => ({ service: one, series })))
  const lines = found.map(({ service, series }): Line => {
    const several = found.filter(other => other.series.label === series.label).length > 1
    const of = labelOf(t.operations.services, service.service)
    const start = Date.parse(service.from)
    return {
      key: `${service.service} ${series.label ?? ''}`,
      name: !chart.name ? of : several ? `${of} ${chart.name(t, series.label ?? '')}` : chart.name(t, series.label ?? ''),
      whole: /^\{\w+\}$/.test(series.unit),
      values: series.values.map((value, index) => [start + index * service.step * 1000, value === null ? null : Math.round(value * (chart.times ?? 1) * 100) / 100]),
      total: series.total ?? null,
    }
  })
  const height = (line: Line) => line.values.reduce((most, [, value]) => Math.max(most, value ?? 0), 0)
  return chart.most === undefined ? lines : lines.sort((one, other) => height(other) - height(one)).slice(0, chart.most)
}
