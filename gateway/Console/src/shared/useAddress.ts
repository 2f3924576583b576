import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** One choice of a page, kept in its address so that it can be shared and outlives a reload; the first is what an address means that says nothing. */
export function useAddress<T extends string>(name: string, values: readonly T[]): [T | undefined, (next: T) => void] {
  const [address, setAddress] = useSearchParams()
  const chosen = values.find(value => value === address.get(name)) ?? values[0]
  const choose = useCallback((next: T) => setAddress(params => {
    params.set(name, next)
    return params
  }, { replace: true }), [name, setAddress])
  return [chosen, choose]
}
