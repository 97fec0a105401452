import type { Locale } from '#protocol/people.ts'
import { en } from '#web/words/en.ts'
import { enAttention } from '#web/words/en-attention.ts'
import { enEmoji } from '#web/words/en-emoji.ts'
import { enSearch } from '#web/words/en-search.ts'
import { zhCN } from '#web/words/zh-cn.ts'
import { zhCNAttention } from '#web/words/zh-cn-attention.ts'
import { zhCNEmoji } from '#web/words/zh-cn-emoji.ts'
import { zhCNSearch } from '#web/words/zh-cn-search.ts'

const chinese = { ...zhCN, attention: zhCNAttention, emoji: zhCNEmoji, search: zhCNSearch }

/** Everything that the page can say, with what it loads late. */
export type AllWords = typeof chinese
export const allWords: Record<Locale, AllWords> = {
  'zh-CN': chinese,
  en: { ...en, attention: enAttention, emoji: enEmoji, search: enSearch },
}
