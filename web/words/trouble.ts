import { enTrouble } from './en-trouble.ts'
import { shownLanguage } from './index.ts'
import { type TroubleWords, zhCNTrouble } from './zh-cn-trouble.ts'

/** Words of what comes late and is seen by few, in the language of the page. */
export const troubleWords = (): TroubleWords => (shownLanguage.value === 'zh-CN' ? zhCNTrouble : enTrouble)
