import { follow, send } from '../api/client'
import { Problem } from '../api/problem'
import type { Job } from '../api/types'

/** Waits for a job's end; one that fails is a refusal. */
export async function followToEnd(path: string): Promise<Job> {
  for (;;) {
    const job = (await (await send('get', path)).json()) as Job
    if (job.state === 'failed') throw new Problem({ status: 409, code: job.failure?.code ?? 'job.failed', title: '', detail: job.failure?.text ?? '' })
    if (job.finishedAt) return job
    await follow<Job>(`${path}/events`, () => undefined, new AbortController().signal)
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}
