import { noteLeft, noteWritten } from '#web/store/typing.ts'

/** Tells the room that somebody is writing in this field: only what a person's hand does counts. Returns its stop. */
export function tellTyping(field: HTMLTextAreaElement): () => void {
  const stop = new AbortController()
  const { signal } = stop
  field.addEventListener('input', () => noteWritten(field.value), { signal })
  field.addEventListener('blur', noteLeft, { signal })
  window.addEventListener('pagehide', noteLeft, { signal })
  return () => stop.abort()
}
