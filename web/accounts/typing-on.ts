/** Who types on pauses no longer than this between two letters. Milliseconds. */
const PAUSE_MS = 1_000

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'timeStamp'>

/** A key that writes something, or begins to. */
export const isLetter = ({ key, ctrlKey, metaKey, altKey }: Key): boolean =>
  (key.length === 1 || key === 'Process') && !ctrlKey && !metaKey && !altKey

/**
 * Whoever was in the middle of a sentence when a dialog came types on for a moment: those letters belong to `text`. Tells of a
 * key whether it is one of them. Where an input method was writing none is: without it they are no words.
 */
export function createTypingOn(text: string, nowMs: number): (key: Key) => boolean {
  let isWriting = /[^\u3000-\uffff]$/.test(text)
  let lastMs = nowMs
  return (key) => {
    isWriting &&= isLetter(key) && key.key.length === 1 && key.timeStamp - lastMs < PAUSE_MS
    lastMs = key.timeStamp
    return isWriting
  }
}
