import { lazy, Suspense, useEffect, useState } from 'react'
import { get } from '../api/client'
import { session } from '../api/session'
import { SignInPage } from './SignInPage'

const SetUpPage = lazy(() => import('./SetUpPage'))
const SignatureCheckPage = lazy(() => import('../pages/apps/SignatureCheckPage'))
const setUpPath = '/setup'
const signatureCheckPath = '/signature-check'

/** What is shown to somebody who is not signed in: the sign-in, the set-up while there is no account that could, and what portals' developers need. */
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
    return <Suspense fallback={<Wait />}><SetUpPage open={state.open} userName={state.userName} /></Suspense>
  }
  if (location.pathname === signatureCheckPath) return <Suspense fallback={<Wait />}><main className="anonymous"><SignatureCheckPage /></main></Suspense>
  return <SignInPage />
}

const Wait = () => <div className="wait" role="status">{session.texts.common.loading}</div>
