import { useEffect, useState } from 'react'
import { useTexts } from '../texts'
import { knownOrganization, organizationOf } from './known'
import { Link } from './Link'

/** The organization's name, which leads to its page; one beyond the post's reach has neither. */
export function OrganizationLink({ id, name }: { id: string; name?: string | null }) {
  const t = useTexts()
  const at = name ?? knownOrganization(id)?.name
  const [found, setFound] = useState<{ id: string; name: string | null } | null>(null)
  useEffect(() => {
    if (at !== undefined) return
    let gone = false
    organizationOf(id).then(organization => { if (!gone) setFound({ id, name: organization.name }) }, () => { if (!gone) setFound({ id, name: null }) })
    return () => { gone = true }
  }, [id, at])
  const known = at ?? (found?.id === id ? found.name : '…')
  return known === null ? <span className="muted">{t.common.beyondReach}</span> : <Link to={`/organizations/${id}`}>{known}</Link>
}
