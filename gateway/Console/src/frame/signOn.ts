import type { Texts } from '../texts/zh'

/** What became of a sign-on elsewhere, as the gateway says it in the address that the browser comes back to. */
export const signOn: { outcome: string | null } = { outcome: null }

/** Taken out of the address once, so that a reload does not say it again. */
export function takeOutcome() {
  const address = new URL(location.href)
  signOn.outcome = address.searchParams.get('sso')
  if (signOn.outcome === null) return
  address.searchParams.delete('sso')
  history.replaceState(history.state, '', address.pathname + address.search + address.hash)
}

/** Only what we know: anybody can write an address. */
export const outcomeText = (t: Texts, outcome: string | null) => (outcome !== null && Object.hasOwn(t.signOn.outcomes, outcome) ? t.signOn.outcomes[outcome]! : null)

/** Where a sign-on begins; it ends on the page that is open now. */
export const startAddress = (provider: string) => `/api/v1/auth/sso/${encodeURIComponent(provider)}?returnTo=${encodeURIComponent(location.pathname + location.search)}`
