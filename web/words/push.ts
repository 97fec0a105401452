import { enPush } from './en-push.ts'
import { shownLanguage } from './index.ts'
import { type PushWords, zhCNPush } from './zh-cn-push.ts'

/** Words of what is loaded late, in the language of the page: a choice of another shows at once. */
export const pushWords = (): PushWords => (shownLanguage.value === 'zh-CN' ? zhCNPush : enPush)
