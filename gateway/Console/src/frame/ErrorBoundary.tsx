import { Component, type ReactNode } from 'react'
import { session } from '../api/session'

/** A page that fails says so and can be tried again; the frame around it stays. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failure: Error | null }> {
  override state = { failure: null as Error | null }

  static getDerivedStateFromError(failure: Error) {
    return { failure }
  }

  override render() {
    const { failure } = this.state
    if (!failure) return this.props.children
    return <FailedPage failure={failure} retry={() => this.setState({ failure: null })} />
  }
}

export function FailedPage({ failure, retry }: { failure: unknown; retry: () => void }) {
  const t = session.texts
  // Parts of a former build are gone after an update.
  const outdated = failure instanceof TypeError && /dynamically imported module|module script/i.test(failure.message)
  return (
    <div className="page" role="alert">
      <div className="panel">
        <h2>{outdated ? t.problems.newVersion : t.problems.page}</h2>
        {!outdated && <p>{t.problems.pageHint}</p>}
        {!outdated && <pre className="muted" style={{ whiteSpace: 'pre-wrap' }}>{failure instanceof Error ? failure.message : String(failure)}</pre>}
        <p><button type="button" onClick={outdated ? () => location.reload() : retry}>{outdated ? t.common.reload : t.common.retry}</button> <a href="/">{t.problems.toHome}</a></p>
      </div>
    </div>
  )
}
