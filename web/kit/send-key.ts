/** The parts of a `KeyboardEvent` that decide. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'isComposing' | 'keyCode' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>

export type SendContext = {
  /** `enter`: Enter sends, Shift+Enter breaks the line; `ctrl-enter`: the other way round. */
  sendKey: 'enter' | 'ctrl-enter'
  /** The main pointer is a finger: Enter breaks the line, the button sends. */
  coarsePointer: boolean
  /** A list of completions is open: Enter belongs to it. */
  listOpen: boolean
}

/**
 * Keyboards of Android compose every word up to its space. What they keep for themselves they tell as 229, and an Enter that is
 * not theirs as 13, in the middle of the word: who waited for the end of it would never be done with a field.
 */
export const isAndroid: boolean = typeof navigator !== 'undefined' && /Android/.test(navigator.userAgent)

/**
 * Whether an input method has the key: Enter, Esc, arrows, Tab and letters are then none of ours, in no field and for no
 * shortcut. Safari and, at times, Chrome on macOS fire compositionend first; the late key that ended it carries 229. So do the first
 * key of a composition, a dead key, and most keys of Android.
 */
export const isInputMethodKey = (event: Pick<KeyPress, 'isComposing' | 'keyCode'>, onAndroid = isAndroid): boolean =>
  event.keyCode === 229 || (event.isComposing && !(onAndroid && event.keyCode === 13))

/**
 * "This key means send." One function for every text field of the page (client.md 6.1). The caller prevents the default of
 * every such key, and sends on the first only (`!repeat`): a held Enter sends once and leaves no line break.
 */
export function isSendKey(event: KeyPress, { sendKey, coarsePointer, listOpen }: SendContext): boolean {
  if (event.key !== 'Enter' || listOpen || isInputMethodKey(event)) return false
  if (event.ctrlKey || event.metaKey) return !event.altKey && !event.shiftKey
  return sendKey === 'enter' && !coarsePointer && !event.shiftKey && !event.altKey
}

/** A field of one line has no line to break: Enter is done with it under a finger, too. */
const oneLine: SendContext = { sendKey: 'enter', coarsePointer: false, listOpen: false }

/** In a field of one line: runs `done` for its Enter, once however long that is held. Whether the key was that. */
export function hearDone(
  event: KeyPress & Pick<KeyboardEvent, 'repeat' | 'preventDefault'>,
  done: () => void,
): boolean {
  if (!isSendKey(event, oneLine)) return false
  event.preventDefault()
  if (!event.repeat) done()
  return true
}
