import { characters, isSeen } from '#protocol/text.ts'

export type Typed = {
  /** What would be sent: without empty lines before and space behind. */
  body: string
  /** Length and bound in characters. */
  count: number
  most: number
  /** How many characters are too many. */
  over: number
  /** Close enough to the bound to show the count. */
  near: boolean
  maySend: boolean
}

/** The counter shows from this part of the bound on (client.md 5). */
const NEAR = 0.8

/** What is in the text field, measured as the server will measure it. */
export function measure(text: string, most: number): Typed {
  const body = text.replace(/^(?:[ \t]*\n)+/, '').trimEnd()
  // NFC never makes more than three of one code unit: short texts need no counting.
  const count = body.length * 3 < most * NEAR ? body.length : characters(body)
  const over = Math.max(0, count - most)
  return { body, count, most, over, near: count >= most * NEAR, maySend: isSeen(body) && over === 0 }
}

/** Nothing of what the page shows about the text is another: most letters change nothing but the text. */
export const looksAlike = (one: Typed, other: Typed): boolean =>
  one.maySend === other.maySend && !one.near && !other.near && one.most === other.most

/** Words may be sent, and so may what is attached to none. */
export const mayPost = ({ maySend, over }: Typed, attached: object | null | undefined): boolean =>
  maySend || (over === 0 && attached != null)
