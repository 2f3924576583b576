import { lazy, Suspense, useEffect, useState } from 'react'
import { get } from '../api/client'
import { session } from '../api/session'
import { SignInPage } from './SignInPage'

const SetUpPage = lazy(() => import('./SetUpPage'))
const setUpPath = '/setup'

/** What is shown to somebody who is not signed in: the sign-in, or the set-up while there is no account that could. */
export function Anonymous() {
  const [state, setState] = useState<{ open: boolean; userName: string } | null>(null)
  useEffect(() => {
    let gone = false
    get('/api/v1/setup').then(found => {
      if (gone) return
      if (found.open && location.pathname !== setUpPath) history.replaceState(null, '', setUpPath)
      setState(found)
    }, () => undefined)
    return () => { gone = true }
  }, [])
  if (state?.open || (state && location.pathname === setUpPath)) {
    return <Suspense fallback={<div className="wait" role="status">{session.texts.common.loading}</div>}><SetUpPage open={state.open} userName={state.userName} /></Suspense>
  }
  return <SignInPage />
}
