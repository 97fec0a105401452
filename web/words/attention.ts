import { enAttention } from './en-attention.ts'
import { shownLanguage } from './index.ts'
import { type AttentionWords, zhCNAttention } from './zh-cn-attention.ts'

/** Words of what is loaded late, in the language of the page. Both lie here: they are few, and a choice of language shows at once. */
export const attentionWords = (): AttentionWords => (shownLanguage.value === 'zh-CN' ? zhCNAttention : enAttention)
