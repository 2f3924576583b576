import { useEffect, useState } from 'react'
import { get } from '../api/client'
import { session } from '../api/session'
import type { DomainType, Organization } from '../api/types'
import { useSession } from '../texts'

let domainTypes: Promise<DomainType[]> | null = null

/** The types by which organizations are assessed; they are data, so the API is asked, once. */
export function useDomainTypes(): { options: { value: string; label: string }[]; nameOf: (code: string) => string } {
  const { language } = useSession()
  const [types, setTypes] = useState<DomainType[]>([])
  useEffect(() => {
    domainTypes ??= get('/api/v1/organizations/domain-types')
    domainTypes.then(setTypes, () => { domainTypes = null })
  }, [])
  const labelOf = (type: DomainType) => (language === 'en' ? type.nameEn : type.name)
  return { options: types.map(type => ({ value: type.code, label: labelOf(type) })), nameOf: code => types.find(type => type.code === code)?.name && labelOf(types.find(type => type.code === code)!) || code }
}

const names = new Map<string, Promise<Organization>>()
const here = new Map<string, Organization>()

/** One organization, asked for once while the page stands. */
export function organizationOf(id: string): Promise<Organization> {
  const key = `${session.postId}/${id}`
  let known = names.get(key)
  if (!known) {
    known = get('/api/v1/organizations/{id}', { path: { id } })
    names.set(key, known)
    known.then(organization => here.set(key, organization), () => names.delete(key))
  }
  return known
}

/** What is known of it without asking. */
export const knownOrganization = (id: string): Organization | undefined => here.get(`${session.postId}/${id}`)

export function forgetOrganization(id: string) {
  const key = `${session.postId}/${id}`
  names.delete(key)
  here.delete(key)
}

/** What the acting post reaches, from its top. */
export async function topOrganizations(signal: AbortSignal): Promise<Organization[]> {
  const own = session.me?.posts.find(post => post.id === session.postId)?.organizationId
  if (own) return [await get('/api/v1/organizations/{id}', { path: { id: own }, signal })]
  const { items } = await get('/api/v1/organizations', { query: { limit: 200 }, signal })
  const known = new Set(items.map(one => one.id))
  return items.filter(one => !one.parentId || !known.has(one.parentId))
}

export const labelOf = (table: Record<string, string>, key: string | null | undefined) => (key ? table[key] ?? key : '')
