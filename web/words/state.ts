import { enState } from './en-state.ts'
import { shownLanguage } from './index.ts'
import { type StateWords, zhCNState } from './zh-cn-state.ts'

/** Words of the cards that stand in place of the log, in the language of the page. They come with the first card. */
export const stateWords = (): StateWords => (shownLanguage.value === 'zh-CN' ? zhCNState : enState)
