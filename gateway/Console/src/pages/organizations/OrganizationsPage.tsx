import { Button, Input } from 'antd'
import { type ReactNode, useCallback, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { get } from '../../api/client'
import { session } from '../../api/session'
import type { Organization } from '../../api/types'
import { Async } from '../../shared/Async'
import { topOrganizations, useDomainTypes } from '../../shared/known'
import { PageHead } from '../../shared/PageHead'
import { restOf, SaveRows } from '../../shared/PlainTable'
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
  // The kind of records that is looked at stays the same from one organization to the next.
  const open = useCallback((next: string) => void navigate(`/organizations/${next}${location.search}`), [navigate])
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
  const types = useDomainTypes()
  const found = useLoad(signal => get('/api/v1/organizations', { query: { q, limit: 50 }, signal }), [q])
  return (
    <Async from={found}>
      {page => page.items.length === 0 ? <p className="muted">{t.common.noMatch}</p> : (
        <ul className="due" aria-label={t.organizations.results}>
          {page.items.map(one => <li key={one.id}><Button type="link" style={{ whiteSpace: 'normal', height: 'auto', textAlign: 'start', padding: 0 }} onClick={() => open(one.id)}>{one.name} <span className="muted">{one.code}</span></Button></li>)}
          {page.next && <li className="muted">{t.common.moreThan(page.items.length)}</li>}
          <li>
            <SaveRows<Organization>
              name={t.organizations.results} rows={page.items} rest={() => restOf(cursor => get('/api/v1/organizations', { query: { q, limit: 200, cursor } }), page.next)}
              columns={[
                { title: t.common.name, dataIndex: 'name' }, { title: t.common.code, dataIndex: 'code' }, { title: t.organizations.kind, text: one => t.kinds[one.kind] },
                { title: t.organizations.domainType, text: one => types.nameOf(one.domainType) }, { title: t.common.state, text: one => t.organizationStatus[one.status] },
              ]}
            />
          </li>
        </ul>
      )}
    </Async>
  )
}
