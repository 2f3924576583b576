import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { get, save } from '../../api/client'
import type { RouteTiming } from '../../api/types'
import { Async } from '../../shared/Async'
import { csv } from '../../shared/csv'
import { labelOf } from '../../shared/known'
import { PlainTable } from '../../shared/PlainTable'
import { StateTag } from '../../shared/StateTag'
import { usePolled } from '../../shared/usePolled'
import { useSession } from '../../texts'
import { Missing } from './Missing'

export function RoutesSection() {
  const { texts: t } = useSession()
  const routes = usePolled(signal => get('/api/v1/operations/routes', { signal }), [], 30)
  const name = (row: RouteTiming) => `${row.method} ${row.route}`
  const titles = [t.operations.route, t.operations.part, t.operations.requests, t.operations.serverFaults, 'p50 (ms)', 'p95 (ms)', t.operations.mean]
  const figure = (key: 'count' | 'failed' | 'p50' | 'p95' | 'mean', title: string) => ({
    title, key, align: 'right' as const, sorter: (one: RouteTiming, other: RouteTiming) => one[key] - other[key],
    render: (_: unknown, row: RouteTiming) => key === 'failed' && row.failed > 0 ? <StateTag color="red">{row.failed.toLocaleString()}</StateTag> : row[key].toLocaleString(),
  })
  return (
    <section className="panel">
      <Async from={routes} rows={8}>
        {({ items, missing }) => (
          <>
            <Missing services={missing} />
            <div className="panel-head">
              <p className="muted" style={{ margin: 0, flex: 1 }}>{t.operations.routesHint}</p>
              <Button icon={<DownloadOutlined />} aria-label={t.common.export} title={t.common.export} onClick={() => save(csv([titles, ...items.map(row => [name(row), row.service, row.count, row.failed, row.p50, row.p95, row.mean])]), 'operations-routes.csv')} />
            </div>
            <PlainTable<RouteTiming>
              rowKey={row => `${row.service} ${name(row)}`} rows={items} pageSize={50}
              columns={[
                { title: titles[0]!, key: 'route', render: (_, row) => <code>{name(row)}</code> },
                { title: titles[1]!, key: 'service', render: (_, row) => labelOf(t.operations.services, row.service) },
                figure('count', titles[2]!), figure('failed', titles[3]!), figure('p50', titles[4]!), figure('p95', titles[5]!), figure('mean', titles[6]!),
              ]}
            />
          </>
        )}
      </Async>
    </section>
  )
}
