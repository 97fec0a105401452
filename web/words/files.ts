import { enFiles } from './en-files.ts'
import { shownLanguage } from './index.ts'
import { type FilesWords, zhCNFiles } from './zh-cn-files.ts'

/** Words of pictures and files, which are loaded late, in the language of the page. */
export const filesWords = (): FilesWords => (shownLanguage.value === 'zh-CN' ? zhCNFiles : enFiles)
