import { session } from '../../api/session'
import type { DataResource } from '../../api/types'

const english = () => session.language === 'en'

/** A resource's name in the language of the page. */
export const resourceName = (of: { resourceName: string; resourceNameEn: string }) => (english() ? of.resourceNameEn : of.resourceName)
export const nameOfResource = (of: Pick<DataResource, 'name' | 'nameEn'>) => (english() ? of.nameEn : of.name)
export const meaningOf = (item: { meaning: string; meaningEn: string }) => (english() ? item.meaningEn : item.meaning)

export const stateColours: Record<string, string> = { submitted: 'blue', returned: 'orange', deciding: 'blue', preparing: 'blue', granted: 'green', alreadyHeld: 'green', refused: 'red' }
export const correctionColours: Record<string, string> = { open: 'blue', accepted: 'green', refused: 'default' }
export const classColours: Record<string, string> = { unconditional: 'green', conditional: 'orange', notShared: 'red' }
