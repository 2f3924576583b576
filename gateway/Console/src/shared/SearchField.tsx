import { Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { get } from '../api/client'
import { useTexts } from '../texts'

interface Found {
  id: string
  name: string
  path: string[]
  code?: string
}

/** `known` is what is chosen to begin with, which no search has found. */
type Field = { value?: string | null; onChange?: (value: string | null) => void; id?: string; known?: Found | undefined }

/** Finds an organization by a search of its own right: its name, and under it where it stands. */
function SearchField({ value, onChange, id, known, search }: Field & { search: (q: string, signal: AbortSignal) => Promise<Found[]> }) {
  const t = useTexts()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found[]>([])
  const [chosen, setChosen] = useState<Found | null>(null)
  const [searching, setSearching] = useState(false)
  const latest = useRef(search)
  latest.current = search
  const q = text.trim()

  useEffect(() => {
    if (q.length < 2) {
      setFound([])
      return
    }
    const abort = new AbortController()
    setSearching(true)
    const timer = setTimeout(() => {
      latest.current(q, abort.signal).then(rows => { if (!abort.signal.aborted) setFound(rows) }, () => undefined).finally(() => { if (!abort.signal.aborted) setSearching(false) })
    }, 400)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [q])

  const shown = [chosen, known].find(one => one && one.id === value)
  const all = shown && !found.some(one => one.id === shown.id) ? [...found, shown] : found
  return (
    <Select
      {...(id ? { id } : {})} showSearch={{ filterOption: false, onSearch: setText }} allowClear loading={searching} value={value ?? undefined} placeholder={t.common.pickOrganization} popupMatchSelectWidth={false} style={{ width: '100%' }}
      options={all.map(one => ({ value: one.id, label: one.code ? `${one.name} ${one.code}` : one.name, path: one.path.join(' / ') }))}
      optionRender={option => <div style={{ maxWidth: 'min(520px, 80vw)', whiteSpace: 'normal' }}>{option.label}<div className="muted">{option.data.path}</div></div>}
      notFoundContent={q.length < 2 ? t.common.typeToSearch : searching ? t.common.loading : t.common.noMatch}
      onChange={(next?: string) => {
        setChosen(found.find(one => one.id === next) ?? null)
        onChange?.(next ?? null)
      }}
    />
  )
}


/** Where a post can be held: for those who administer accounts and see no business data. */
export const PlaceField = (props: Field) => <SearchField {...props} search={(q, signal) => get('/api/v1/accounts/organizations', { query: { q }, signal })} />

/** Whereto a member can be transferred, anywhere in the tree. */
export const ReceiverField = (props: Field) => <SearchField {...props} search={(q, signal) => get('/api/v1/organizations/receivers', { query: { q }, signal })} />
