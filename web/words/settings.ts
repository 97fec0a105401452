import { enSettings } from './en-settings.ts'
import { shownLanguage } from './index.ts'
import { type SettingsWords, zhCNSettings } from './zh-cn-settings.ts'

export type { SettingsWords } from './zh-cn-settings.ts'

/** Words of the settings, which are loaded late, in the language of the page: a choice of another shows at once. */
export const settingsWords = (): SettingsWords => (shownLanguage.value === 'zh-CN' ? zhCNSettings : enSettings)
