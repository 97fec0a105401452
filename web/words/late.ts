import { enLate } from './en-late.ts'
import { shownLanguage } from './index.ts'
import { type LateWords, zhCNLate } from './zh-cn-late.ts'

/** Words of what comes when the page is idle, in its language. */
export const lateWords = (): LateWords => (shownLanguage.value === 'zh-CN' ? zhCNLate : enLate)
