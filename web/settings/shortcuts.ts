import { capsOf } from '#web/kit/key-press.ts'
import { messageActions, messageKeys } from '#web/kit/message-keys.ts'
import { pageKeys, wrapKeys } from '#web/kit/page-keys.ts'
import type { ShortcutWords } from '#web/words/shortcuts.ts'

type Group = keyof ShortcutWords['groups']
export type Shortcut = {
  group: Group
  does: keyof Omit<ShortcutWords, 'groups'>
  keys: readonly (readonly string[])[]
}

const entry = (group: Group, does: Shortcut['does'], ...keys: readonly string[]): Shortcut => ({
  group,
  does,
  keys: keys.map(capsOf),
})

/** The keys of this stage, for the sheet; with the send key as it is chosen. Several ways stand side by side. */
export function shortcuts(enterSends: boolean): readonly Shortcut[] {
  return [
    entry('writing', 'send', enterSends ? 'Enter' : 'Mod+Enter'),
    entry('writing', 'newLine', enterSends ? 'Shift+Enter' : 'Enter'),
    ...(enterSends ? [entry('writing', 'alwaysSend', 'Mod+Enter')] : []),
    entry('writing', 'scrollLog', 'PageUp', 'PageDown'),
    entry('writing', 'editLast', 'ArrowUp'),
    entry('writing', 'complete', '@', ':', '/'),
    ...wraps.map((wrap) => entry('writing', wrap, `Mod+${wrapKeys[wrap]}`)),
    entry('writing', 'leave', 'Escape'),
    entry('anywhere', 'region', pageKeys.region),
    entry('anywhere', 'regionBack', pageKeys.regionBack),
    entry('anywhere', 'search', pageKeys.search),
    entry('anywhere', 'switchRoom', pageKeys.switchRoom),
    entry('anywhere', 'nextRoom', pageKeys.roomBefore, pageKeys.roomAfter),
    entry('anywhere', 'nextUnread', pageKeys.unreadBefore, pageKeys.unreadAfter),
    entry('anywhere', 'firstUnread', pageKeys.firstUnread),
    entry('anywhere', 'nextMention', pageKeys.nextMention),
    entry('anywhere', 'emoji', pageKeys.emoji),
    entry('anywhere', 'sheet', pageKeys.sheet, pageKeys.sheetOutsideText),
    entry('log', 'moveInLog', 'ArrowUp', 'ArrowDown', 'Home', 'End'),
    entry('log', 'backToComposer', 'Escape'),
    entry('log', 'menu', 'Enter', 'Shift+F10'),
    ...messageActions.map((does): Shortcut => {
      const { cap, also } = messageKeys[does]
      return { group: 'log', does, keys: also ? [[cap], [also.key.toUpperCase()]] : [[cap]] }
    }),
    entry('viewer', 'otherPicture', 'ArrowLeft', 'ArrowRight'),
    { group: 'viewer', does: 'zoom', keys: [['+'], ['-'], ['0']] },
    entry('viewer', 'closePicture', 'Escape'),
    entry('people', 'moveInPeople', 'ArrowUp', 'ArrowDown', 'Home', 'End'),
    { group: 'people', does: 'filterPeople', keys: [['A–Z']] },
    entry('people', 'openCard', 'Enter'),
  ]
}

const wraps = ['bold', 'emphasis', 'code', 'strike'] as const

export const shortcutGroups: readonly Group[] = ['writing', 'anywhere', 'log', 'viewer', 'people']
