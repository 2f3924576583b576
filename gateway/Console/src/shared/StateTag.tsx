import { Tag } from 'antd'
import type { ReactNode } from 'react'

// Light grounds with dark writing: every pair has a contrast of 4.5 or more.
const colors = {
  green: { background: '#e3f3e8', color: '#1b5e35' },
  blue: { background: '#e4eefb', color: '#1d4f91' },
  orange: { background: '#fdf0d5', color: '#7a4a00' },
  red: { background: '#fbe5e3', color: '#8f1a14' },
  default: { background: '#eceef1', color: '#3b414b' },
}

/** A state in a word, with a colour that only helps. */
export function StateTag({ color, children }: { color?: string; children: ReactNode }) {
  return <Tag variant="filled" style={{ ...(colors[color as keyof typeof colors] ?? colors.default), borderColor: 'transparent', marginInlineEnd: 8 }}>{children}</Tag>
}
