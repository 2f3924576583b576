import { createRoot } from 'react-dom/client'
import { session } from './api/session'
import { App } from './frame/App'
import { takeOutcome } from './frame/signOn'
import { speak } from './texts'
import './style.css'

// The components measure scroll bars by a style of their own, which they forget to give the value by which the page's styles are known.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
const create = document.createElement.bind(document) as typeof document.createElement
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = create(name, options)
  if (nonce && element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}) as typeof document.createElement

takeOutcome()
session.write(session.large)
await Promise.all([speak(session.language), session.refresh()])
createRoot(document.getElementById('root')!).render(<App />)
