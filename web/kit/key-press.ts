import { commandKey, hasCommandKey } from './command-key.ts'
import { isInputMethodKey } from './send-key.ts'

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode'
>

/**
 * Whether these keys of `pageKeys` are pressed, and no other with them. A letter is looked for by its place where the layout
 * has no Latin ones; a sign is where the layout has it, so Shift may be part of it. Never while an input method composes.
 */
export function isPressed(event: KeyPress, keys: string): boolean {
  if (isInputMethodKey(event)) return false
  const held = keys.split('+')
  const key = held.pop() ?? ''
  const command = held.includes('Mod') ? hasCommandKey(event) : !event.ctrlKey && !event.metaKey
  const shift = isSign(key) || event.shiftKey === held.includes('Shift')
  return command && shift && event.altKey === held.includes('Alt') && isKey(event, key)
}

const isSign = (key: string): boolean => /^[^\p{L}\p{N}]$/u.test(key)
const signPlaces: Readonly<Record<string, string>> = { '/': 'Slash' }

function isKey(event: KeyPress, key: string): boolean {
  if (event.key.toLowerCase() === key.toLowerCase()) return true
  const place = signPlaces[key] ?? (key.length === 1 ? `Key${key.toUpperCase()}` : null)
  return event.code === place && !/^[\x20-\x7e]$/.test(event.key)
}

const caps: Readonly<Record<string, string>> = {
  Mod: commandKey,
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
}

/** What is written on the keys. */
export const capsOf = (keys: string): readonly string[] => keys.split('+').map((key) => caps[key] ?? key)
