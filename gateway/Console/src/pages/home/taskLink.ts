import type { Task } from '../../api/types'

const imports: Record<string, string> = { organizations: 'organizations', members: 'members', pairing: 'pairs' }

/** The page on which a task is done; null where there is none yet. */
export function taskLink(task: Task): string | null {
  const own = (pattern: RegExp) => pattern.exec(task.link)?.[1]
  const found = own(/\/imports\/([^/?]+)$/)
  if (found) return imports[task.service] ? `/imports/${imports[task.service]}/${found}` : null
  const shared = own(/\/sharing\/((?:requests|corrections)\/[^/?]+)$/)
  if (shared) return `/sharing/${shared}`
  if (task.kind === 'receiveTransfer') return '/transfers?direction=in&state=issued'
  if (task.kind === 'confirmTransfer' || task.kind === 'recallTransfer') return '/transfers?direction=out&state=issued'
  if (task.kind === 'checkInMobility') return '/mobility?side=host&state=registered'
  if (task.kind === 'decideRemoval') return '/assessment/removals?state=proposed'
  const rectification = own(/\/assessment\/rectifications\/([^/?]+)$/)
  if (rectification) return `/rectifications/${rectification}`
  const cycle = own(/\/assessment\/cycles\/([^/?]+)/)
  if (cycle) return `/assessment/cycles/${cycle}`
  const programme = own(/\/pairing\/programmes\/([^/?]+)/)
  if (programme) return `/pairing/programmes/${programme}?tab=proposals&state=proposed`
  return task.organizationId ? `/organizations/${task.organizationId}` : null
}
