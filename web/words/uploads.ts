import { enUploads } from './en-uploads.ts'
import { shownLanguage } from './index.ts'
import { type UploadWords, zhCNUploads } from './zh-cn-uploads.ts'

/** Words of what attaches files and sends them, which comes late, in the language of the page. */
export const uploadWords = (): UploadWords => (shownLanguage.value === 'zh-CN' ? zhCNUploads : enUploads)
