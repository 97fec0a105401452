import { enText } from './en-text.ts'
import { shownLanguage } from './index.ts'
import { type TextWords, zhCNText } from './zh-cn-text.ts'

/** Words of what stands in a text, and of what offers completions: they come with these. */
export const textWords = (): TextWords => (shownLanguage.value === 'zh-CN' ? zhCNText : enText)
