import { addExtra } from '#web/kit/slots.ts'
import { TypingLine } from './TypingLine.tsx'

/** Who was writing before it came is told by the store; its place in the page is there from the start. */
export function startTypingLine(): void {
  addExtra('typing', 0, TypingLine)
}
