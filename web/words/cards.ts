import { enCards } from './en-cards.ts'
import { shownLanguage } from './index.ts'
import { type CardWords, zhCNCards } from './zh-cn-cards.ts'

/** Words of the cards of links, which come late, in the language of the page. */
export const cardWords = (): CardWords => (shownLanguage.value === 'zh-CN' ? zhCNCards : enCards)
