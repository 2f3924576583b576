import { Progress } from 'antd'
import { get } from '../../api/client'
import { Async } from '../../shared/Async'
import { labelOf } from '../../shared/known'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'

/** Stage by stage, how many have all their values. */
export function StageBars({ id }: { id: string }) {
  const { texts: t } = useSession()
  const progress = useLoad(signal => get('/api/v1/assessment/cycles/{id}/progress', { path: { id }, signal }), [id])
  return (
    <Async from={progress} rows={2}>
      {({ organizations, stages }) => (
        <ul className="due">
          {stages.map(one => (
            <li key={one.stage} style={{ flexWrap: 'wrap' }}>
              <span style={{ flex: '0 1 12em' }}>{labelOf(t.stages, one.stage)}（{t.schemes.weight} {one.weight}）</span>
              <Progress style={{ flex: '1 1 160px', margin: 0 }} percent={organizations ? Math.floor((one.complete / organizations) * 100) : 0} aria-label={`${labelOf(t.stages, one.stage)}: ${t.cycles.scored(one.complete, organizations)}`} />
              <span className="muted nowrap">{t.cycles.scored(one.complete, organizations)}</span>
            </li>
          ))}
        </ul>
      )}
    </Async>
  )
}
