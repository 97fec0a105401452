import { fold } from '#protocol/fold.ts'
import { runsOf } from '#protocol/text-runs.ts'

/** A piece of a text; `found` is to be marked. */
export type Piece = { text: string; found: boolean }

/** The text folded as search folds it, and for each of its units the place in the text that it came from. */
type Folded = { text: string; from: number[] }

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function foldInPlace(text: string): Folded {
  const from: number[] = []
  let folded = ''
  for (const { segment, index } of graphemes.segment(text)) {
    const piece = fold(segment)
    for (let at = 0; at < piece.length; at++) from.push(index)
    folded += piece
  }
  from.push(text.length)
  return { text: folded, from }
}

/**
 * The text in pieces, those marked in which one of `marks` stands (`marks` of search.messages, folded). What lies between
 * two words of a phrase counts for nothing there and here.
 */
export function markText(text: string, marks: readonly string[]): Piece[] {
  const folded = foldInPlace(text)
  const ranges = marks
    .flatMap((mark) => rangesOf(folded.text, mark))
    .map(([from, to]): Range => [folded.from[from] ?? 0, folded.from[to] ?? text.length])
  return cut(text, union(ranges))
}

/** So many units before a place tell what stands there. */
const NEAR = 8
const wordEnd = /[\p{L}\p{N}\p{M}]$/u

/** What counts for nothing between two runs. An emoji is a run: taken for nothing as well, many of them could be cut in endless ways (T-62). */
const BETWEEN = '[^\\p{L}\\p{N}\\p{Extended_Pictographic}\\p{RI}]*'

type Range = [from: number, to: number]

function rangesOf(folded: string, mark: string): Range[] {
  const runs = runsOf(mark)
  if (runs.length === 0) return []
  const pattern = new RegExp(runs.map(({ text }) => text).join(BETWEEN), 'gu')
  return [...folded.matchAll(pattern)]
    .filter(({ index }) => runs[0]?.kind === 'chain' || !isInWord(folded, index))
    .map(({ 0: match, index }) => [index, index + match.length])
}

/** A word is found where it begins; after a sign of a chain it does. */
function isInWord(folded: string, index: number): boolean {
  const before = folded.slice(Math.max(0, index - NEAR), index)
  return wordEnd.test(before) && runsOf(before).at(-1)?.kind === 'word'
}

function union(ranges: readonly Range[]): Range[] {
  const all: Range[] = []
  for (const [from, to] of ranges.toSorted((one, other) => one[0] - other[0])) {
    const last = all.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else all.push([from, to])
  }
  return all
}

function cut(text: string, ranges: readonly Range[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const [from, to] of ranges) {
    if (from > at) pieces.push({ text: text.slice(at, from), found: false })
    pieces.push({ text: text.slice(from, to), found: true })
    at = to
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false })
  return pieces
}

/** So much of a text stands before its first mark, and so much is shown of it. */
const BEFORE = 28
const MOST = 200

/** One line of a long text, around the first thing that was found in it. Never half a character. */
export function snippet(body: string, marks: readonly string[]): Piece[] {
  // A text has at most some thousand characters; what lies beyond the first mark is not worth marking.
  const pieces = markText(body.replace(/\s+/g, ' ').trim(), marks)
  const first = pieces[0]
  if (first && !first.found && pieces.length > 1 && first.text.length > BEFORE * 2) {
    const tail = [...first.text.slice(-BEFORE * 2)].slice(-BEFORE).join('')
    pieces[0] = { text: `…${tail.trimStart()}`, found: false }
  }
  let left = MOST
  const shown: Piece[] = []
  for (const piece of pieces) {
    if (left <= 0) break
    const signs = [...piece.text.slice(0, left * 2)]
    const isWhole = signs.length <= left && piece.text.length <= left * 2
    shown.push(isWhole ? piece : { ...piece, text: `${signs.slice(0, left).join('').toWellFormed()}…` })
    left -= signs.length
  }
  return shown
}
