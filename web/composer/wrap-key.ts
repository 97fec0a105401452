import { hasCommandKey } from '#web/kit/command-key.ts'
import { wrapKeys } from '#web/kit/page-keys.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
import type { Wrap } from './wrap-text.ts'

type Key = Pick<
  KeyboardEvent,
  'key' | 'code' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>

/** Which marks a key puts around the selection. By its place where a layout has no Latin letters. */
export function wrapOf(event: Key): Wrap | null {
  if (isInputMethodKey(event) || event.altKey || !hasCommandKey(event)) return null
  const { key, code, shiftKey } = event
  const letter = (/^[a-z]$/i.test(key) ? key : code.replace(/^Key/, '')).toUpperCase()
  const pressed = shiftKey ? `Shift+${letter}` : letter
  return wraps.find((wrap) => wrapKeys[wrap] === pressed) ?? null
}

const wraps = ['bold', 'emphasis', 'code', 'strike'] as const satisfies readonly Wrap[]
