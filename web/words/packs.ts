import { enPacks } from './en-packs.ts'
import { shownLanguage } from './index.ts'
import { type PackWords, zhCNPacks } from './zh-cn-packs.ts'

export type { PackWords } from './zh-cn-packs.ts'

/** Words of packs of pictures, which are loaded late, in the language of the page. */
export const packWords = (): PackWords => (shownLanguage.value === 'zh-CN' ? zhCNPacks : enPacks)
