import { enEmoji } from './en-emoji.ts'
import { shownLanguage } from './index.ts'
import { type EmojiWords, zhCNEmoji } from './zh-cn-emoji.ts'

/** Words of the panel, which is loaded late, in the language of the page. */
export const emojiWords = (): EmojiWords => (shownLanguage.value === 'zh-CN' ? zhCNEmoji : enEmoji)
