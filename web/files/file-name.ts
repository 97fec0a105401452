const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** An ending of more letters is no ending. */
const MOST_ENDING = 8
/** So many letters before the ending are always seen, too: “…port-final.pdf” tells versions apart. */
const SEEN_BEFORE = 5

/** A name in two parts: the first may be cut where there is no room, the second, with the ending, is always seen. */
export function splitName(name: string): [head: string, tail: string] {
  const letters = [...segmenter.segment(name)].map(({ segment }) => segment)
  const dot = letters.lastIndexOf('.')
  const ending = dot > 0 && letters.length - dot - 1 <= MOST_ENDING ? letters.length - dot : 0
  const tail = Math.min(letters.length, ending + SEEN_BEFORE)
  return [letters.slice(0, letters.length - tail).join(''), letters.slice(letters.length - tail).join('')]
}

/** The ending in small letters, without its dot; '' where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 && name.length - dot - 1 <= MOST_ENDING ? name.slice(dot + 1).toLowerCase() : ''
}
