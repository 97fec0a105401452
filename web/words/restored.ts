import { enRestored } from './en-restored.ts'
import { shownLanguage } from './index.ts'
import { type RestoredWords, zhCNRestored } from './zh-cn-restored.ts'

/** Words of what a browser does not keep, and of what a restored backup has lost, in the language of the page. */
export const restoredWords = (): RestoredWords => (shownLanguage.value === 'zh-CN' ? zhCNRestored : enRestored)
