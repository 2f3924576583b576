import { useEffect, useState } from 'react'
import { knownOrganization, organizationOf } from './known'
import { Link } from './Link'

export function OrganizationLink({ id, name }: { id: string; name?: string | null }) {
  const at = name ?? knownOrganization(id)?.name
  const [found, setFound] = useState<{ id: string; name: string } | null>(null)
  useEffect(() => {
    if (at !== undefined) return
    let gone = false
    organizationOf(id).then(organization => { if (!gone) setFound({ id, name: organization.name }) }, () => { if (!gone) setFound({ id, name: '-' }) })
    return () => { gone = true }
  }, [id, at])
  return <Link to={`/organizations/${id}`}>{at ?? (found?.id === id ? found.name : '…')}</Link>
}
