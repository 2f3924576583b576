import { type ReactNode, useEffect } from 'react'
import { useTexts } from '../texts'

export function PageHead({ title, tags, children }: { title: string; tags?: ReactNode; children?: ReactNode }) {
  const t = useTexts()
  useEffect(() => { document.title = `${title} - ${t.product}` }, [title, t])
  return <div className="page-head"><h2>{title}</h2>{tags}<div className="space" />{children}</div>
}
