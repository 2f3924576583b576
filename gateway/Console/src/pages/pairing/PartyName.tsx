import type { Party } from '../../api/types'
import { OrganizationLink } from '../../shared/OrganizationLink'

type Named = Pick<Party, 'organizationId' | 'organizationName' | 'organizationCode' | 'person'>

export function PartyName({ party }: { party: Named }) {
  return <><OrganizationLink id={party.organizationId} name={party.organizationName || party.organizationCode} />{party.person && <> · {party.person.name}</>}</>
}

export const nameOf = (party: Pick<Party, 'organizationName' | 'person'>) => (party.person ? `${party.organizationName} ${party.person.name}` : party.organizationName)
