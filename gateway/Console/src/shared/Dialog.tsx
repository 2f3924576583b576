import { Modal } from 'antd'
import { type ReactNode, useState } from 'react'

/** A form or an explanation over the page. Until it is opened for the first time it costs the page nothing. */
export function Dialog({ open, title, width, onClose, children }: { open: boolean; title: ReactNode; width?: number; onClose: () => void; children: ReactNode }) {
  const [used, setUsed] = useState(open)
  if (open && !used) setUsed(true)
  return used ? <Modal open={open} title={title} footer={null} {...(width ? { width } : {})} onCancel={onClose} destroyOnHidden>{children}</Modal> : null
}
