import { enShortcuts } from './en-shortcuts.ts'
import { shownLanguage } from './index.ts'
import { type ShortcutWords, zhCNShortcuts } from './zh-cn-shortcuts.ts'

export type { ShortcutWords } from './zh-cn-shortcuts.ts'

/** Words of the sheet of keys, which is loaded late, in the language of the page. */
export const shortcutWords = (): ShortcutWords => (shownLanguage.value === 'zh-CN' ? zhCNShortcuts : enShortcuts)
