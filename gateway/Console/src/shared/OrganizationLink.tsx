import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { organizationOf } from './known'

export function OrganizationLink({ id, name }: { id: string; name?: string | null }) {
  const [found, setFound] = useState<string | null>(name ?? null)
  useEffect(() => {
    if (name) { setFound(name); return }
    let gone = false
    organizationOf(id).then(organization => { if (!gone) setFound(organization.name) }, () => { if (!gone) setFound('-') })
    return () => { gone = true }
  }, [id, name])
  return <Link to={`/organizations/${id}`}>{found ?? '…'}</Link>
}
