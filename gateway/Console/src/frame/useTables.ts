import { useEffect } from 'react'
import { session } from '../api/session'

const scrollers = '.ant-table-content, .ant-table-body'
const rows = '.ant-table-tbody > tr:not(.ant-table-measure-row, .ant-table-expanded-row, .ant-table-placeholder)'

/**
 * What the table component has no property for. A table that is wider or longer than its place can be scrolled by keyboard too; and on a
 * narrow screen, where each row stands as a block (style.css), each cell carries its column's title.
 */
export function useTables() {
  useEffect(() => {
    const narrow = matchMedia('(max-width: 767px)')
    let frame = 0
    const look = () => {
      frame = 0
      for (const element of document.querySelectorAll<HTMLElement>(scrollers)) reach(element)
      if (narrow.matches) for (const table of document.querySelectorAll<HTMLElement>('.ant-table-container')) label(table)
    }
    const soon = () => { frame ||= requestAnimationFrame(look) }
    const changes = new MutationObserver(soon)
    changes.observe(document.body, { childList: true, subtree: true })
    addEventListener('resize', soon)
    return () => {
      changes.disconnect()
      removeEventListener('resize', soon)
      cancelAnimationFrame(frame)
    }
  }, [])
}

function reach(element: HTMLElement) {
  const scrolls = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1
  if (scrolls === element.hasAttribute('tabindex')) return
  if (scrolls) {
    element.tabIndex = 0
    element.setAttribute('role', 'group')
    element.setAttribute('aria-label', session.texts.common.scrolls)
  } else {
    for (const name of ['tabindex', 'role', 'aria-label']) element.removeAttribute(name)
  }
}

function label(table: HTMLElement) {
  const titles = [...table.querySelectorAll('thead th')].map(cell => cell.textContent ?? '')
  for (const row of table.querySelectorAll<HTMLTableRowElement>(rows)) {
    for (const cell of row.cells) {
      const title = titles[cell.cellIndex] ?? ''
      if (cell.dataset.label !== title) cell.dataset.label = title
    }
  }
}
