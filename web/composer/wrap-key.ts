import { hasCommandKey } from '#web/kit/command-key.ts'
import type { Wrap } from './wrap-text.ts'

const keys: Readonly<Record<string, Wrap>> = { b: 'bold', i: 'emphasis', e: 'code' }

type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>

/** Which marks a key puts around the selection: Ctrl/⌘+B, I, E, and with Shift X. By its place where a layout has no Latin letters. */
export function wrapOf(event: Key): Wrap | null {
  if (event.isComposing || event.keyCode === 229 || event.altKey || !hasCommandKey(event)) return null
  const { key, code, shiftKey } = event
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase()
  if (shiftKey) return letter === 'x' ? 'strike' : null
  return keys[letter] ?? null
}
