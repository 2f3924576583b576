export interface FieldProblem {
  field: string
  code: string
  text: string
}

export interface ProblemBody {
  status: number
  code: string
  title: string
  detail: string
  traceId?: string | null
  errors?: FieldProblem[] | null
}

/** A refusal as the API words it (RFC 9457), in the language that was asked for. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly traceId: string | null
  readonly errors: FieldProblem[]

  constructor(body: ProblemBody) {
    super(body.detail || body.title)
    this.status = body.status
    this.code = body.code
    this.title = body.title
    this.traceId = body.traceId ?? null
    this.errors = body.errors ?? []
  }
}

export const isAborted = (failure: unknown) => failure instanceof DOMException && failure.name === 'AbortError'
