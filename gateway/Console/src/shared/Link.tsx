import { type AnchorHTMLAttributes, createContext, use } from 'react'

/** Goes to another page of the console. */
export const Going = createContext<(to: string) => void>(to => location.assign(to))

interface Settings extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: string
}

/**
 * A link within the console. It does not look where the page is, as the router's own does: in a list of many rows each of them would be
 * drawn anew for every change of the address.
 */
export function Link({ to, onClick, target, ...rest }: Settings) {
  const go = use(Going)
  return (
    <a
      {...rest} href={to} target={target}
      onClick={event => {
        onClick?.(event)
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || (target && target !== '_self')) return
        event.preventDefault()
        go(to)
      }}
    />
  )
}
