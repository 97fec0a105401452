import { fold } from '#protocol/fold.ts'
import { type Run, runsOf, signsOf } from '#protocol/text-runs.ts'

/**
 * What a text is found by. Pure, the same for what is stored and what is asked, and free of any database: the words are
 * terms with places, the edges a set of short beginnings. Another `analysis` number means that the index must be made anew.
 */
export const analysis = 2

export type Analysed = {
  /** In order. A word is a term; a chain of n signs is its n - 1 pairs and then its last sign alone. */
  terms: string[]
  /** Each once: the signs of chains, and the first 1, 2 and 3 letters of words. */
  edges: Set<string>
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
  const terms: string[] = []
  const edges = new Set<string>()
  for (const run of searchedRuns(text)) {
    if (run.kind === 'chain') {
      terms.push(...chainTerms(run.text))
      for (const sign of signsOf(run.text)) edges.add(sign)
    } else {
      terms.push(run.text)
      for (let letters = 1; letters <= EDGE_LETTERS; letters++) edges.add(beginning(run.text, letters))
    }
  }
  return { terms, edges }
}
