import { enReading } from './en-reading.ts'
import { shownLanguage } from './index.ts'
import { type ReadingWords, zhCNReading } from './zh-cn-reading.ts'

export type { ReadingWords } from './zh-cn-reading.ts'

/** Words of reading marks, levels and receipts, which are loaded late, in the language of the page. */
export const readingWords = (): ReadingWords => (shownLanguage.value === 'zh-CN' ? zhCNReading : enReading)
