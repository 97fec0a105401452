import { enStorage } from './en-storage.ts'
import { shownLanguage } from './index.ts'
import { type StorageWords, zhCNStorage } from './zh-cn-storage.ts'

export type { StorageWords } from './zh-cn-storage.ts'

/** Words of the dialog "Files", in the language of the page. */
export const storageWords = (): StorageWords => (shownLanguage.value === 'zh-CN' ? zhCNStorage : enStorage)
