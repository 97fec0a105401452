/** What one region of the room asks of another. Whoever is mounted listens; with nobody there it does nothing. */
type Command = { run(): void; listen(listener: () => void): () => void }

function createCommand(): Command {
  const listeners = new Set<() => void>()
  return {
    run() {
      for (const listener of listeners) listener()
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** The log scrolls by one view. */
export const pageUp: Command = createCommand()
export const pageDown: Command = createCommand()
/** The log shows its end and stays there. */
export const goToLatest: Command = createCommand()
/** The text field takes the focus. */
export const focusComposer: Command = createCommand()
/** The panel of emoji opens over the text field, or closes. */
export const toggleEmoji: Command = createCommand()
/** What lies over the log on a phone goes away. */
export const leaveSheet: Command = createCommand()
/** Whoever was writing is no more: nothing of it stays in the text field. */
export const emptyComposer: Command = createCommand()

type Text = (text: string) => void
const takers = new Set<Text>()
/** Puts a text that was not sent back into the text field, before what stands there. */
export function editAgain(text: string): void {
  for (const take of takers) take(text)
}
export function onEditAgain(take: Text): () => void {
  takers.add(take)
  return () => void takers.delete(take)
}

const writers = new Set<Text>()
/** Writes a text where the caret stands in the text field, as if it were typed. */
export function writeAtCaret(text: string): void {
  for (const write of writers) write(text)
}
export function onWriteAtCaret(write: Text): () => void {
  writers.add(write)
  return () => void writers.delete(write)
}
