import { useSearchParams } from 'react-router'
import { TabRow } from './Tabs'

/** Tabs whose choice stands in the address; a change forgets filters and place, which belong to the side that was shown. */
export function SideTabs({ name, value, label, options, keep = [] }: { name: string; value: string; label: string; options: { value: string; label: string }[]; keep?: string[] }) {
  const [, setAddress] = useSearchParams()
  return (
    <TabRow
      label={label} active={value} tabs={options.map(option => ({ key: option.value, label: option.label }))}
      choose={next => setAddress(params => {
        const kept = new URLSearchParams({ [name]: next })
        for (const one of keep) if (params.get(one)) kept.set(one, params.get(one)!)
        return kept
      })}
    />
  )
}
