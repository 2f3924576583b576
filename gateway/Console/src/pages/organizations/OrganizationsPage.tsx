import { Button, Input } from 'antd'
import { type ReactNode, useCallback, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { get } from '../../api/client'
import { session } from '../../api/session'
import { Async } from '../../shared/Async'
import { topOrganizations } from '../../shared/known'
import { PageHead } from '../../shared/PageHead'
import { useLoad } from '../../shared/useLoad'
import { useSession } from '../../texts'
import { OrganizationPanel } from './OrganizationPanel'
import { OrganizationTree } from './OrganizationTree'
import { RegisterButton } from './RegisterButton'

export default function OrganizationsPage() {
  const { texts: t, postId } = useSession()
  const { id } = useParams()
  const navigate = useNavigate()
  // Raised when the tree has changed: it is opened anew.
  const [version, setVersion] = useState(0)
  const changed = useCallback(() => setVersion(before => before + 1), [])
  const tops = useLoad(topOrganizations, [postId, version])
  const open = useCallback((next: string) => void navigate(`/organizations/${next}`), [navigate])
  return (
    <div className="page">
      <PageHead title={t.organizations.title}>
        {session.can('organizations.register') && session.me?.scope?.everything && <RegisterButton onDone={organization => { changed(); open(organization.id) }} />}
      </PageHead>
      <div className="split">
        <section className="panel" aria-label={t.organizations.tree}>
          <Async from={tops} rows={8}>{organizations => <Search key={version} open={open}><OrganizationTree tops={organizations} selected={id} open={open} /></Search>}</Async>
        </section>
        {id ? <OrganizationPanel key={version} id={id} changed={changed} open={open} /> : <div className="panel muted">{t.organizations.choose}</div>}
      </div>
    </div>
  )
}

/** The tree, or what a search of all of it found. */
function Search({ open, children }: { open: (id: string) => void; children: ReactNode }) {
  const { texts: t } = useSession()
  const [text, setText] = useState('')
  return (
    <>
      <Input.Search aria-label={t.organizations.searchTree} placeholder={t.organizations.searchTree} allowClear onSearch={setText} onChange={event => { if (!event.target.value) setText('') }} style={{ marginBottom: 12 }} />
      {text.trim() ? <Results q={text.trim()} open={open} /> : children}
    </>
  )
}

function Results({ q, open }: { q: string; open: (id: string) => void }) {
  const { texts: t } = useSession()
  const found = useLoad(signal => get('/api/v1/organizations', { query: { q, limit: 50 }, signal }), [q])
  return (
    <Async from={found}>
      {page => page.items.length === 0 ? <p className="muted">{t.common.noMatch}</p> : (
        <ul className="due" aria-label={t.organizations.results}>
          {page.items.map(one => <li key={one.id}><Button type="link" style={{ whiteSpace: 'normal', height: 'auto', textAlign: 'start', padding: 0 }} onClick={() => open(one.id)}>{one.name} <span className="muted">{one.code}</span></Button></li>)}
          {page.next && <li className="muted">{t.common.moreThan(page.items.length)}</li>}
        </ul>
      )}
    </Async>
  )
}
