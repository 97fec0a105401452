/** The unit of every text limit: code points after NFC. Page and server count with this same function. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text.normalize('NFC')) count++
  return count
}
