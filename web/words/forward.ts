import { enForward } from './en-forward.ts'
import { shownLanguage } from './index.ts'
import { type ForwardWords, zhCNForward } from './zh-cn-forward.ts'

export type { ForwardWords } from './zh-cn-forward.ts'

/** Words of forwarding, which is loaded late, in the language of the page. */
export const forwardWords = (): ForwardWords => (shownLanguage.value === 'zh-CN' ? zhCNForward : enForward)
