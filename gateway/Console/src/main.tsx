import { createRoot } from 'react-dom/client'
import { session } from './api/session'
import { App } from './frame/App'
import { speak } from './texts'
import './style.css'

session.write(session.large)
await Promise.all([speak(session.language), session.refresh()])
createRoot(document.getElementById('root')!).render(<App />)
