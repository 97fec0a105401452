import { enOwnData } from './en-own-data.ts'
import { shownLanguage } from './index.ts'
import { type OwnDataWords, zhCNOwnData } from './zh-cn-own-data.ts'

export type { OwnDataWords } from './zh-cn-own-data.ts'

/** Words of what is loaded late, in the language of the page, both beside the dialog that says them. */
export const ownDataWords = (): OwnDataWords => (shownLanguage.value === 'zh-CN' ? zhCNOwnData : enOwnData)
