import { isInputMethodKey } from './send-key.ts'

/** What one does with a message. */
export type MessageAction =
  | 'reply'
  | 'edit'
  | 'react'
  | 'forward'
  | 'copyText'
  | 'copyPicture'
  | 'save'
  | 'copyLink'
  | 'pin'
  | 'person'
  | 'erase'
  | 'remove'
  | 'ban'

/** `also`: a second letter that does the same, with its place on the keyboard. */
type MessageKey = { key: string; code: string; cap: string; also?: { key: string; code: string } }

/**
 * The keys of a message that has the focus (client.md 8): one table for the handler, the sheet of keys, the key caps in
 * the menu and `aria-keyshortcuts`. `code` is the place of the letter on a keyboard that writes other letters.
 */
export const messageKeys: Readonly<Record<MessageAction, MessageKey>> = {
  reply: { key: 'r', code: 'KeyR', cap: 'R' },
  edit: { key: 'e', code: 'KeyE', cap: 'E' },
  react: { key: '+', code: 'NumpadAdd', cap: '+' },
  forward: { key: 'f', code: 'KeyF', cap: 'F' },
  copyText: { key: 'c', code: 'KeyC', cap: 'C' },
  copyPicture: { key: 'y', code: 'KeyY', cap: 'Y' },
  save: { key: 's', code: 'KeyS', cap: 'S' },
  copyLink: { key: 'l', code: 'KeyL', cap: 'L' },
  pin: { key: 'p', code: 'KeyP', cap: 'P' },
  person: { key: 'i', code: 'KeyI', cap: 'I' },
  // A Mac's keyboard has no Delete: what it calls so is Backspace, which people press to go back.
  erase: { key: 'delete', code: 'Delete', cap: 'Del', also: { key: 'd', code: 'KeyD' } },
  remove: { key: 'k', code: 'KeyK', cap: 'K' },
  ban: { key: 'b', code: 'KeyB', cap: 'B' },
}

export const messageActions: readonly MessageAction[] = [
  'reply',
  'edit',
  'react',
  'forward',
  'copyText',
  'copyPicture',
  'save',
  'copyLink',
  'pin',
  'person',
  'erase',
  'remove',
  'ban',
]

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'keyCode'>

/** The action that a single key asks for; null where it is no such key, or where an input method holds it. */
export function actionOfKey(event: KeyPress): MessageAction | null {
  if (isInputMethodKey(event) || event.ctrlKey || event.metaKey || event.altKey) return null
  const key = event.key.toLowerCase()
  const isLatin = /^[\x20-\x7e]$/.test(key) || key.length > 1
  const isIt = (one: { key: string; code: string }) => (isLatin ? one.key === key : one.code === event.code)
  const found = messageActions.find((action) => {
    const { also, ...one } = messageKeys[action]
    return isIt(one) || (also !== undefined && isIt(also))
  })
  return found ?? null
}

/** Opens the menu of a message. */
export const isMenuKey = ({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
  key === 'Enter' || key === 'ContextMenu' || (key === 'F10' && shiftKey)
