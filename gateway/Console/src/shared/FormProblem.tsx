import { Alert } from 'antd'
import type { Problem } from '../api/problem'
import { useTexts } from '../texts'

/** What stands over a form when it was refused; faults of single fields stand at the fields. */
export function FormProblem({ problem, unplaced }: { problem: Problem | null; unplaced?: string[] }) {
  const t = useTexts()
  if (!problem) return null
  return (
    <Alert
      type="error" showIcon role="alert" style={{ marginBottom: 16 }}
      title={problem.status === 412 ? t.problems.stale : problem.message || t.problems.title}
      description={unplaced?.length ? <ul style={{ margin: 0, paddingInlineStart: 20 }}>{unplaced.map(text => <li key={text}>{text}</li>)}</ul> : undefined}
    />
  )
}
