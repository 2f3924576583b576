import { App as AntApp, ConfigProvider } from 'antd'
import { lazy, Suspense } from 'react'
import { antdLocale, useSession } from '../texts'
import { Anonymous } from './Anonymous'
import { ErrorBoundary } from './ErrorBoundary'

const Frame = lazy(() => import('./Frame'))

// The page's own styles are allowed by a value that it was sent with, which scripts of this page alone can read.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce

export function App() {
  const session = useSession()
  const size = session.large ? 19 : 14
  return (
    <ConfigProvider
      locale={antdLocale()}
      csp={nonce ? { nonce } : {}}
      theme={{ token: { colorPrimary: '#9b1c16', colorLink: '#9b1c16', colorInfo: '#1d4f91', fontSize: size, colorTextDescription: '#5c6370', colorTextTertiary: '#5c6370', colorPrimaryBg: '#fbeae8', colorInfoBg: '#e9f1fb', colorError: '#b3261e', colorTextPlaceholder: '#6b7280', controlHeight: session.large ? 42 : 34, motion: false } }}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <AntApp notification={{ placement: 'top' }}>
        <ErrorBoundary>
          {session.isSignedIn ? <Suspense fallback={<div className="wait" role="status">{session.texts.common.loading}</div>}><Frame /></Suspense> : <Anonymous />}
        </ErrorBoundary>
      </AntApp>
    </ConfigProvider>
  )
}
