import { markedParts } from './marked-parts.ts'

/** Words as they are, those that a search found marked. */
export function Marked({ text, marks }: { text: string; marks: readonly string[] | undefined }) {
  if (!marks || marks.length === 0) return <>{text}</>
  return <>{markedParts(text, marks).map((one, at) => (one.marked ? <mark key={at}>{one.text}</mark> : one.text))}</>
}
