/** The unit of every text limit: code points after NFC. Page and server count with this same function. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text.normalize('NFC')) count++
  return count
}

// White space is among \p{Z}, \p{Cc} and \p{Cf}; DI: what is drawn by default as nothing.
const SEEN = /[^\p{Z}\p{Cc}\p{Cf}\p{DI}\u2800]/u

/** Whether a sign of it leaves a mark on the paper: no white space, no direction sign, filler, joiner or blank. Nothing else can be said. */
export const isSeen = (text: string): boolean => SEEN.test(text)
