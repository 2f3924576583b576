import type { paths as AssessmentPaths } from './generated/assessment'
import type { paths as GatewayPaths } from './generated/gateway'
import type { paths as MembersPaths } from './generated/members'
import type { paths as OrganizationsPaths } from './generated/organizations'
import type { paths as PairingPaths } from './generated/pairing'
import { Problem, type ProblemBody } from './problem'
import { session } from './session'

export type Paths = GatewayPaths & OrganizationsPaths & MembersPaths & AssessmentPaths & PairingPaths
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** The paths that know a method. */
type With<M extends Method> = { [P in keyof Paths]: Paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof Paths] & string
type Operation<P extends keyof Paths, M extends Method> = Paths[P] extends Record<M, infer O> ? O : never
type Json<C> = C extends { content: { 'application/json': infer B } } ? B : never
type Good<R> = R extends { 200: infer A } ? Json<A> : R extends { 201: infer A } ? Json<A> : R extends { 202: infer A } ? Json<A> : undefined
export type Answer<P extends keyof Paths, M extends Method> = Operation<P, M> extends { responses: infer R } ? Good<R> : never
export type Body<P extends keyof Paths, M extends Method> = Operation<P, M> extends { requestBody?: infer B } ? Json<NonNullable<B>> : never
export type Query<P extends keyof Paths, M extends Method> =
  Operation<P, M> extends { parameters: { query?: infer Q } } ? (Q extends undefined ? never : Partial<Q>) : never

export interface Options<P extends keyof Paths, M extends Method> {
  path?: Record<string, string | number>
  query?: Query<P, M>
  body?: Body<P, M>
  /** A multipart body in place of JSON. */
  form?: FormData
  /** The version that was seen, so that nobody's newer change is lost. */
  version?: number
  /** The same key for the same intention, so that a repeated click does nothing twice. */
  key?: string
  signal?: AbortSignal
}

interface Loose {
  path?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
  form?: FormData
  version?: number
  key?: string
  signal?: AbortSignal
  accept?: string
}

export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')

export function addressOf(path: string, parts?: Record<string, string | number>, query?: Record<string, unknown>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parts?.[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (Array.isArray(value)) value.forEach(one => search.append(name, String(one)))
    else if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `${filled}?${text}` : filled
}

/**
 * Sends a request under the session's cookie and the post that acts. A session that is over asks for a new sign-in over the page
 * and the request goes out again, so nothing that was typed is lost.
 */
export async function send(method: Method, path: string, options: Loose = {}): Promise<Response> {
  const key = options.key ?? (method === 'post' ? newKey() : undefined)
  let renewed = false
  for (;;) {
    const headers = new Headers({ Accept: options.accept ?? 'application/json', 'Accept-Language': session.language })
    if (session.postId) headers.set('X-Post', session.postId)
    if (method !== 'get' && session.csrf) headers.set('X-CSRF', session.csrf)
    if (key && session.csrf) headers.set('Idempotency-Key', key)
    if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`)
    if (options.body !== undefined) headers.set('Content-Type', 'application/json')
    let answer: Response
    try {
      answer = await fetch(addressOf(path, options.path, options.query), {
        method: method.toUpperCase(), headers, credentials: 'same-origin', signal: options.signal ?? null,
        body: options.form ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      })
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
      throw new Problem({ status: 0, code: 'network.away', title: '', detail: session.texts.problems.network })
    }
    if (answer.ok) return answer
    const problem = await readProblem(answer)
    if (answer.status === 401 && session.isSignedIn && path !== '/api/v1/auth/session') {
      await session.signInAgain()
      continue
    }
    if (problem.code === 'csrf.missing' && !renewed) {
      // Another tab has signed in anew: its session is ours too, if it is the same person.
      renewed = true
      await session.refresh()
      continue
    }
    throw problem
  }
}

async function readProblem(answer: Response): Promise<Problem> {
  const texts = session.texts.problems
  if (answer.headers.get('Content-Type')?.includes('json')) {
    try {
      return new Problem((await answer.json()) as ProblemBody)
    } catch {
      // Cut off on the way: as if there had been no body.
    }
  }
  return new Problem({ status: answer.status, code: `status.${answer.status}`, title: '', detail: answer.status >= 500 ? texts.server : texts.other(answer.status) })
}

async function call(method: Method, path: string, options?: Loose): Promise<unknown> {
  const answer = await send(method, path, options)
  return answer.status === 204 || answer.headers.get('Content-Length') === '0' ? undefined : answer.json()
}

export const get = <P extends With<'get'>>(path: P, options?: Options<P, 'get'>) => call('get', path, options as Loose) as Promise<Answer<P, 'get'>>
export const post = <P extends With<'post'>>(path: P, options?: Options<P, 'post'>) => call('post', path, options as Loose) as Promise<Answer<P, 'post'>>
export const put = <P extends With<'put'>>(path: P, options?: Options<P, 'put'>) => call('put', path, options as Loose) as Promise<Answer<P, 'put'>>
export const patch = <P extends With<'patch'>>(path: P, options?: Options<P, 'patch'>) => call('patch', path, options as Loose) as Promise<Answer<P, 'patch'>>
export const remove = <P extends With<'delete'>>(path: P, options?: Options<P, 'delete'>) => call('delete', path, options as Loose) as Promise<Answer<P, 'delete'>>

/** Follows server-sent events; fetch is used because an EventSource cannot name the post. */
export async function follow<T>(path: string, each: (data: T) => void, signal: AbortSignal): Promise<void> {
  const answer = await send('get', path, { accept: 'text/event-stream', signal })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    rest += value
    const events = rest.split(/\r?\n\r?\n/)
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = event.split(/\r?\n/).filter(line => line.startsWith('data:')).map(line => line.slice(5).trimStart()).join('\n')
      if (data) each(JSON.parse(data) as T)
    }
  }
}

/** Saves an answer as a file; a link alone could not name the post. */
export async function download(path: string, name: string): Promise<void> {
  save(await (await send('get', path, { accept: '*/*' })).blob(), name)
}

export function save(content: Blob, name: string) {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
