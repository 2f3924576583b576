import { Alert, Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Problem } from '../api/problem'
import { useTexts } from '../texts'
import type { Loaded } from './useLoad'

/** Shows what was loaded, that it is being loaded, or why it was not. */
export function Async<T>({ from, children, rows = 4 }: { from: Loaded<T>; children: (data: T) => ReactNode; rows?: number }) {
  if (from.data !== undefined && !from.failure) return <>{children(from.data)}</>
  if (from.failure) return <Failure failure={from.failure} retry={from.reload} />
  return <Skeleton active title={false} paragraph={{ rows }} />
}

export function Failure({ failure, retry }: { failure: unknown; retry?: () => void }) {
  const t = useTexts()
  const problem = failure instanceof Problem ? failure : null
  return (
    <Alert
      type="error" showIcon role="alert"
      title={problem?.status === 404 ? t.problems.notFound : problem?.status === 403 ? problem.message || t.problems.forbidden : problem?.message || t.problems.server}
      description={problem && problem.status >= 500 && problem.traceId ? `${t.problems.trace}: ${problem.traceId}` : undefined}
      action={retry && problem?.status !== 404 ? <Button size="small" onClick={retry}>{t.common.retry}</Button> : undefined}
    />
  )
}
