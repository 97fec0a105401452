/** Longer messages are folded: more lines, or more text than fills about 16 lines of a bubble. */
const MOST_LINES = 16
const SHOWN_LINES = 12
/** In narrow letters; a Chinese, Japanese or Korean one, and an emoji, is as wide as two. */
const MOST_WIDTH = 1_200
const SHOWN_WIDTH = 900

/** The first part of a long message, or null when it is shown whole. Never ends inside a character. */
export function foldText(text: string): string | null {
  const lineEnd = endOfLines(text, MOST_LINES)
  if (lineEnd >= text.length && endOfWidth(text, MOST_WIDTH) >= text.length) return null
  return wholeCharacters(text, Math.min(endOfLines(text, SHOWN_LINES), endOfWidth(text, SHOWN_WIDTH)))
}

function endOfLines(text: string, count: number): number {
  let at = -1
  for (let line = 0; line < count; line++) {
    at = text.indexOf('\n', at + 1)
    if (at < 0) return text.length
  }
  return at
}

const FIRST_WIDE = 0x1100

function endOfWidth(text: string, most: number): number {
  let width = 0
  for (let at = 0; at < text.length; at++) {
    // Each half of a surrogate pair counts once: together two, as an emoji or a rare Chinese character is wide.
    const code = text.charCodeAt(at)
    width += code >= FIRST_WIDE && (code < 0xd800 || code > 0xdfff) ? 2 : 1
    if (width > most) return at
  }
  return text.length
}

// A cut inside a joined emoji would show its halves; the segmenter looks at the last stretch only.
const STRETCH = 64

function wholeCharacters(text: string, end: number): string {
  if (end >= text.length) return text
  const from = Math.max(0, end - STRETCH)
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(from, end + STRETCH))
  const holding = segments.containing(end - from)
  const cut = holding && holding.index < end - from ? from + holding.index : end
  return text.slice(0, cut > from ? cut : end).toWellFormed()
}
