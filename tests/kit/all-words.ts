import type { Locale } from '#protocol/people.ts'
import { en } from '#web/words/en.ts'
import { enAttention } from '#web/words/en-attention.ts'
import { enCards } from '#web/words/en-cards.ts'
import { enEmoji } from '#web/words/en-emoji.ts'
import { enFiles } from '#web/words/en-files.ts'
import { enForward } from '#web/words/en-forward.ts'
import { enInvite } from '#web/words/en-invite.ts'
import { enLate } from '#web/words/en-late.ts'
import { enOwnData } from '#web/words/en-own-data.ts'
import { enPacks } from '#web/words/en-packs.ts'
import { enPersons } from '#web/words/en-persons.ts'
import { enPush } from '#web/words/en-push.ts'
import { enReading } from '#web/words/en-reading.ts'
import { enRestored } from '#web/words/en-restored.ts'
import { enRooms } from '#web/words/en-rooms.ts'
import { enSearch } from '#web/words/en-search.ts'
import { enSettings } from '#web/words/en-settings.ts'
import { enShortcuts } from '#web/words/en-shortcuts.ts'
import { enState } from '#web/words/en-state.ts'
import { enStorage } from '#web/words/en-storage.ts'
import { enText } from '#web/words/en-text.ts'
import { enTools } from '#web/words/en-tools.ts'
import { enTrouble } from '#web/words/en-trouble.ts'
import { enUploads } from '#web/words/en-uploads.ts'
import { zhCN } from '#web/words/zh-cn.ts'
import { zhCNAttention } from '#web/words/zh-cn-attention.ts'
import { zhCNCards } from '#web/words/zh-cn-cards.ts'
import { zhCNEmoji } from '#web/words/zh-cn-emoji.ts'
import { zhCNFiles } from '#web/words/zh-cn-files.ts'
import { zhCNForward } from '#web/words/zh-cn-forward.ts'
import { zhCNInvite } from '#web/words/zh-cn-invite.ts'
import { zhCNLate } from '#web/words/zh-cn-late.ts'
import { zhCNOwnData } from '#web/words/zh-cn-own-data.ts'
import { zhCNPacks } from '#web/words/zh-cn-packs.ts'
import { zhCNPersons } from '#web/words/zh-cn-persons.ts'
import { zhCNPush } from '#web/words/zh-cn-push.ts'
import { zhCNReading } from '#web/words/zh-cn-reading.ts'
import { zhCNRestored } from '#web/words/zh-cn-restored.ts'
import { zhCNRooms } from '#web/words/zh-cn-rooms.ts'
import { zhCNSearch } from '#web/words/zh-cn-search.ts'
import { zhCNSettings } from '#web/words/zh-cn-settings.ts'
import { zhCNShortcuts } from '#web/words/zh-cn-shortcuts.ts'
import { zhCNState } from '#web/words/zh-cn-state.ts'
import { zhCNStorage } from '#web/words/zh-cn-storage.ts'
import { zhCNText } from '#web/words/zh-cn-text.ts'
import { zhCNTools } from '#web/words/zh-cn-tools.ts'
import { zhCNTrouble } from '#web/words/zh-cn-trouble.ts'
import { zhCNUploads } from '#web/words/zh-cn-uploads.ts'

const chinese = {
  ...zhCN,
  ...zhCNLate,
  actions: { ...zhCN.actions, ...zhCNTools.actions },
  log: { ...zhCN.log, ...zhCNTools.log },
  text: zhCNText,
  settings: { ...zhCN.settings, ...zhCNSettings },
  attention: zhCNAttention,
  trouble: zhCNTrouble,
  cards: zhCNCards,
  emoji: zhCNEmoji,
  files: zhCNFiles,
  forward: zhCNForward,
  invite: zhCNInvite,
  ownData: zhCNOwnData,
  packs: zhCNPacks,
  restored: zhCNRestored,
  rooms: zhCNRooms,
  persons: zhCNPersons,
  reading: zhCNReading,
  push: zhCNPush,
  search: zhCNSearch,
  shortcuts: zhCNShortcuts,
  state: zhCNState,
  storage: zhCNStorage,
  uploads: zhCNUploads,
}

/** Everything that the page can say, with what it loads late. */
export type AllWords = typeof chinese
export const allWords: Record<Locale, AllWords> = {
  'zh-CN': chinese,
  en: {
    ...en,
    ...enLate,
    actions: { ...en.actions, ...enTools.actions },
    log: { ...en.log, ...enTools.log },
    text: enText,
    settings: { ...en.settings, ...enSettings },
    attention: enAttention,
    trouble: enTrouble,
    cards: enCards,
    emoji: enEmoji,
    files: enFiles,
    forward: enForward,
    invite: enInvite,
    ownData: enOwnData,
    packs: enPacks,
    restored: enRestored,
    rooms: enRooms,
    persons: enPersons,
    reading: enReading,
    push: enPush,
    search: enSearch,
    shortcuts: enShortcuts,
    state: enState,
    storage: enStorage,
    uploads: enUploads,
  },
}
