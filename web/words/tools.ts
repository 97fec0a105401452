import { enTools } from './en-tools.ts'
import { shownLanguage } from './index.ts'
import { type ToolWords, zhCNTools } from './zh-cn-tools.ts'

export type { ToolWords } from './zh-cn-tools.ts'

/** Words of what one does with messages, for what comes when the page is idle. */
export const toolWords = (): ToolWords => (shownLanguage.value === 'zh-CN' ? zhCNTools : enTools)
