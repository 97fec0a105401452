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
 * "This key means send." One function for composer, edit box, name dialog and search (client.md 6.1). The caller prevents
 * the default of every such key, and sends on the first only (`!repeat`): a held Enter sends once and leaves no line break.
 */
export function isSendKey(event: KeyPress, { sendKey, coarsePointer, listOpen }: SendContext): boolean {
  if (event.key !== 'Enter' || listOpen) return false
  // Safari fires compositionend first; its late Enter carries 229. Chrome on macOS has sent that, too.
  if (event.isComposing || event.keyCode === 229) return false
  if (event.ctrlKey || event.metaKey) return !event.altKey && !event.shiftKey
  return sendKey === 'enter' && !coarsePointer && !event.shiftKey && !event.altKey
}
