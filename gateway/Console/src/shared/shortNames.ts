/** Leaves out what most of the names begin and end with, so that what tells them apart has room. */
export function withoutShared(names: string[]): (name: string) => string {
  const shared = (part: (name: string, length: number) => string) => {
    let best = ''
    for (let length = 2; length <= 8; length++) {
      const counts = new Map<string, number>()
      for (const name of names) if (name.length > length + 2) counts.set(part(name, length), (counts.get(part(name, length)) ?? 0) + 1)
      for (const [text, count] of counts) if (count > 2 && count >= names.length * 0.7) best = text
    }
    return best
  }
  const head = shared((name, length) => name.slice(0, length))
  const tail = shared((name, length) => name.slice(-length))
  return name => {
    const begun = head && name.startsWith(head) ? name.slice(head.length) : name
    return tail && begun.endsWith(tail) && begun.length > tail.length + 1 ? begun.slice(0, -tail.length) : begun
  }
}
