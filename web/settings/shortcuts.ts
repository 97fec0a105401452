import { commandKey } from '#web/kit/command-key.ts'
import { messageActions, messageKeys } from '#web/kit/message-keys.ts'
import type { ShortcutWords } from '#web/words/shortcuts.ts'

type Group = keyof ShortcutWords['groups']
export type Shortcut = {
  group: Group
  does: keyof Omit<ShortcutWords, 'groups'>
  keys: readonly (readonly string[])[]
}

/** The keys of this stage, for the sheet; with the send key as it is chosen. Several ways stand side by side. */
export function shortcuts(enterSends: boolean): readonly Shortcut[] {
  return [
    { group: 'writing', does: 'send', keys: enterSends ? [['Enter']] : [[commandKey, 'Enter']] },
    { group: 'writing', does: 'newLine', keys: enterSends ? [['Shift', 'Enter']] : [['Enter']] },
    ...(enterSends ? [{ group: 'writing', does: 'alwaysSend', keys: [[commandKey, 'Enter']] } as const] : []),
    { group: 'writing', does: 'scrollLog', keys: [['PageUp'], ['PageDown']] },
    { group: 'writing', does: 'editLast', keys: [['↑']] },
    { group: 'writing', does: 'complete', keys: [['@'], [':'], ['/']] },
    { group: 'writing', does: 'bold', keys: [[commandKey, 'B']] },
    { group: 'writing', does: 'emphasis', keys: [[commandKey, 'I']] },
    { group: 'writing', does: 'code', keys: [[commandKey, 'E']] },
    { group: 'writing', does: 'strike', keys: [[commandKey, 'Shift', 'X']] },
    { group: 'anywhere', does: 'region', keys: [[commandKey, 'F6']] },
    { group: 'anywhere', does: 'search', keys: [[commandKey, 'Shift', 'F']] },
    { group: 'anywhere', does: 'switchRoom', keys: [[commandKey, 'K']] },
    {
      group: 'anywhere',
      does: 'nextRoom',
      keys: [
        ['Alt', '↑'],
        ['Alt', '↓'],
      ],
    },
    {
      group: 'anywhere',
      does: 'nextUnread',
      keys: [
        ['Alt', 'Shift', '↑'],
        ['Alt', 'Shift', '↓'],
      ],
    },
    { group: 'anywhere', does: 'firstUnread', keys: [['Alt', 'PageUp']] },
    { group: 'anywhere', does: 'nextMention', keys: [['Alt', 'PageDown']] },
    { group: 'anywhere', does: 'emoji', keys: [[commandKey, 'Shift', 'E']] },
    { group: 'anywhere', does: 'sheet', keys: [[commandKey, '/'], ['?']] },
    { group: 'log', does: 'moveInLog', keys: [['↑'], ['↓'], ['Home'], ['End']] },
    { group: 'log', does: 'backToComposer', keys: [['Esc']] },
    { group: 'log', does: 'menu', keys: [['Enter'], ['Shift', 'F10']] },
    ...messageActions.map((does) => ({ group: 'log', does, keys: [[messageKeys[does].cap]] }) as const),
    { group: 'viewer', does: 'otherPicture', keys: [['←'], ['→']] },
    { group: 'viewer', does: 'zoom', keys: [['+'], ['-'], ['0']] },
    { group: 'viewer', does: 'closePicture', keys: [['Esc']] },
    { group: 'people', does: 'moveInPeople', keys: [['↑'], ['↓'], ['Home'], ['End']] },
    { group: 'people', does: 'openCard', keys: [['Enter']] },
  ]
}

export const shortcutGroups: readonly Group[] = ['writing', 'anywhere', 'log', 'viewer', 'people']
