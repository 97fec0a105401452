import { enSearch } from './en-search.ts'
import { shownLanguage } from './index.ts'
import { type SearchWords, zhCNSearch } from './zh-cn-search.ts'

/** Words of the panel, which is loaded late, in the language of the page. */
export const searchWords = (): SearchWords => (shownLanguage.value === 'zh-CN' ? zhCNSearch : enSearch)
