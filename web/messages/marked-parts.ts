export type MarkedPart = { text: string; marked: boolean }

/** A letter without case and width, if it is as long as before: then places in both texts are the same. */
function folded(letter: string): string {
  const plain = letter.normalize('NFKC').toLowerCase()
  return plain.length === letter.length ? plain : letter
}

const fold = (text: string): string => Array.from(text, folded).join('')

/** A text cut where the wanted words begin and end. Put together the parts are the text. */
export function markedParts(text: string, marks: readonly string[]): MarkedPart[] {
  const isMarked = markedLetters(text, marks)
  const parts: MarkedPart[] = []
  let from = 0
  for (let at = 1; at <= text.length; at++) {
    if (at < text.length && isMarked[at] === isMarked[from]) continue
    parts.push({ text: text.slice(from, at), marked: isMarked[from] === 1 })
    from = at
  }
  return parts
}

function markedLetters(text: string, marks: readonly string[]): Uint8Array {
  const isMarked = new Uint8Array(text.length)
  const plain = fold(text)
  for (const mark of marks) {
    const wanted = fold(mark)
    if (wanted === '') continue
    for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length))
      isMarked.fill(1, at, at + wanted.length)
  }
  return isMarked
}
