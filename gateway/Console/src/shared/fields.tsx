import { DatePicker, Select, type SelectProps } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useMemo, useRef, useState } from 'react'
import { get } from '../api/client'
import type { Organization } from '../api/types'
import { useTexts } from '../texts'

/** A date as the API writes it, so that forms hold plain JSON. */
export function DateField({ value, onChange, id, disabled, allowClear = true }: { value?: string | null; onChange?: (value: string | null) => void; id?: string; disabled?: boolean; allowClear?: boolean }) {
  return (
    <DatePicker
      id={id} style={{ width: '100%' }} allowClear={allowClear} {...(disabled === undefined ? {} : { disabled })}
      value={value ? dayjs(value) : null} onChange={date => onChange?.(date ? date.format('YYYY-MM-DD') : null)}
    />
  )
}

type Option = { value: string; label: string }

/** Finds an organization by name or code on the server; 100,000 of them are never on the page. */
export function OrganizationField({ value, onChange, id, under, allowClear = true, ...rest }: {
  value?: string | null; onChange?: (value: string | null, organization?: Organization) => void; id?: string; under?: string; allowClear?: boolean
} & Pick<SelectProps, 'disabled' | 'style' | 'aria-label'>) {
  const t = useTexts()
  const [found, setFound] = useState<Organization[]>([])
  const [chosen, setChosen] = useState<Organization | null>(null)
  const [searching, setSearching] = useState(false)
  const [text, setText] = useState('')
  const turn = useRef(0)

  useEffect(() => {
    if (!value) {
      setChosen(null)
      return
    }
    if (chosen?.id === value) return
    let gone = false
    get('/api/v1/organizations/{id}', { path: { id: value } }).then(organization => { if (!gone) setChosen(organization) }, () => undefined)
    return () => { gone = true }
  }, [value, chosen])

  useEffect(() => {
    if (text.trim().length < 2) {
      setFound([])
      return
    }
    const mine = ++turn.current
    const timer = setTimeout(() => {
      setSearching(true)
      get('/api/v1/organizations', { query: { q: text.trim(), limit: 30, under } }).then(
        page => { if (mine === turn.current) setFound(page.items) }, () => undefined,
      ).finally(() => { if (mine === turn.current) setSearching(false) })
    }, 250)
    return () => clearTimeout(timer)
  }, [text, under])

  const options = useMemo(() => {
    const all = chosen && !found.some(one => one.id === chosen.id) ? [...found, chosen] : found
    return all.map((one): Option => ({ value: one.id, label: `${one.name} ${one.code}` }))
  }, [found, chosen])

  return (
    <Select
      {...rest} id={id} showSearch={{ filterOption: false, onSearch: setText }} allowClear={allowClear} loading={searching} options={options}
      value={value ?? undefined} placeholder={t.common.pickOrganization} notFoundContent={text.trim().length < 2 ? t.common.typeToSearch : searching ? t.common.loading : t.common.noMatch}
      style={{ width: '100%', ...rest.style }} popupMatchSelectWidth={false}
      onChange={(next?: string) => {
        const organization = found.find(one => one.id === next)
        if (organization) setChosen(organization)
        onChange?.(next ?? null, organization)
      }}
    />
  )
}

/** The choices of one of the texts' tables. */
export const optionsOf = (table: Record<string, string>): Option[] => Object.entries(table).map(([value, label]) => ({ value, label }))
