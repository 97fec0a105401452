import { fold } from '#protocol/fold.ts'
import { type Run, runsOf, signsOf } from '#protocol/text-runs.ts'

/**
 * What a text is found by. Pure, the same for what is stored and what is asked, and free of any database: the words are
 * terms with places, the edges a set of short beginnings. Another `analysis` number means that the index must be made anew.
 */
export const analysis = 2

/** As lists in one text each, with a space between: no term has one, and arrays of short strings were most of the work. */
export type Analysed = {
  /** In order. A word is a term; a chain of n signs is its n - 1 pairs and then its last sign alone. */
  terms: string
  /** Each once: the signs of chains, and the first 1, 2 and 3 letters of words. */
  edges: string
}

/** A word that begins with so many letters is found by its edge; with more by a range of terms. */
export const EDGE_LETTERS = 3
/** Longer words are cut, in texts and in questions alike: nothing that anybody types is longer and no word. */
const WORD_LETTERS = 64

/** The first letters of a word, as code points: half a pair of surrogates is no letter. */
function beginning(word: string, letters: number): string {
  if (word.length <= letters) return word
  let end = 0
  for (let letter = 0; letter < letters; letter++) end += (word.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return word.slice(0, end)
}

const ASCII = /^[\0-\x7f]*$/
const ASCII_WORDS = /[a-z0-9]+/g
const ASCII_GAPS = /[^a-z0-9]+/g
const LONG_WORD = new RegExp(`([a-z0-9]{${WORD_LETTERS}})[a-z0-9]+`, 'g')

/** The runs of a text, as texts and questions both have them. ASCII is folded by its case alone, and falls into words. */
export function searchedRuns(text: string): Run[] {
  if (ASCII.test(text)) return (text.toLowerCase().match(ASCII_WORDS) ?? []).map(wordOf)
  return runsOf(fold(text)).map((run) => (run.kind === 'word' ? wordOf(run.text) : run))
}

const wordOf = (text: string): Run => ({ kind: 'word', text: beginning(text, WORD_LETTERS) })

/** The pairs of a chain and, at its end, the last sign alone. */
export function chainTerms(chain: string): string[] {
  const signs = signsOf(chain)
  return signs.map((sign, at) => sign + (signs[at + 1] ?? ''))
}

export function analyse(text: string): Analysed {
  if (!ASCII.test(text)) return analyseRuns(searchedRuns(text))
  const words = text.toLowerCase().replace(ASCII_GAPS, ' ').trim()
  return { terms: words.replace(LONG_WORD, '$1'), edges: asciiEdges(words) }
}

function analyseRuns(runs: readonly Run[]): Analysed {
  const terms: string[] = []
  const edges = new Set<string>()
  for (const run of runs) {
    if (run.kind === 'chain') {
      terms.push(...chainTerms(run.text))
      for (const sign of signsOf(run.text)) edges.add(sign)
    } else {
      terms.push(run.text)
      for (let letters = 1; letters <= EDGE_LETTERS; letters++) edges.add(beginning(run.text, letters))
    }
  }
  return { terms: terms.join(' '), edges: [...edges].join(' ') }
}

const SPACE = 0x20

/**
 * The edges of ASCII words. Which there were is noted in a table of numbers (open addressing): a Set of strings took twice as
 * long and three times the memory, and search is behind every message (decision 0055).
 */
function asciiEdges(words: string): string {
  const { length } = words
  // A word of three letters and its gap are four characters and three edges, so at most three quarters of it are taken.
  const seen = new Int32Array(1 << (32 - Math.clz32(length)))
  const found = Buffer.allocUnsafe(3 * length + 3)
  let bytes = 0
  for (let at = 0, letters = 0, edge = 0; at < length; at++) {
    const code = words.charCodeAt(at)
    letters = code === SPACE ? 0 : letters + 1
    edge = letters > 1 ? (edge << 7) | code : code
    if (letters === 0 || letters > EDGE_LETTERS || !isNew(seen, edge)) continue
    for (let letter = letters - 1; letter >= 0; letter--) found[bytes++] = words.charCodeAt(at - letter)
    found[bytes++] = SPACE
  }
  return found.toString('latin1', 0, Math.max(0, bytes - 1))
}

/** Notes a number, and tells whether it was not there. The table has room, and a length that is a power of two. */
function isNew(table: Int32Array, value: number): boolean {
  const last = table.length - 1
  let place = Math.imul(value, 0x9e3779b1) >>> 8
  for (; ; place++) {
    const there = table[place & last]
    if (there === value) return false
    if (there !== 0) continue
    table[place & last] = value
    return true
  }
}
