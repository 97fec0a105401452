/**
 * The keys that act anywhere in the page (client.md 8): one table for what hears them (key-press.ts), the sheet of keys, and
 * `aria-keyshortcuts`. Written as that attribute wants it; `Mod` is Ctrl, on a Mac ⌘. Those of a message: message-keys.ts.
 */
export const pageKeys = {
  region: 'Mod+F6',
  regionBack: 'Mod+Shift+F6',
  search: 'Mod+Shift+F',
  switchRoom: 'Mod+K',
  roomBefore: 'Alt+ArrowUp',
  roomAfter: 'Alt+ArrowDown',
  unreadBefore: 'Alt+Shift+ArrowUp',
  unreadAfter: 'Alt+Shift+ArrowDown',
  firstUnread: 'Alt+PageUp',
  nextMention: 'Alt+PageDown',
  emoji: 'Mod+Shift+E',
  sheet: 'Mod+/',
  sheetOutsideText: '?',
}

/** Marks around what is selected in the text field, with Ctrl, on a Mac ⌘. */
export const wrapKeys = { bold: 'B', emphasis: 'I', code: 'E', strike: 'Shift+X' } as const
