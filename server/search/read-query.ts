import { fold } from '#protocol/fold.ts'
import type { Run } from '#protocol/text-runs.ts'
import { searchedRuns } from './analyse.ts'

/** Words that must stand next to each other. `open`: the last of them may go on. */
export type Phrase = { runs: Run[]; open: boolean }
export type Query = { phrases: Phrase[]; marks: string[] }

/** Every way in which people write the marks around a phrase. A mark without its partner opens a phrase to the end. */
const PIECES = /["“”„＂「『](?<quoted>[^"“”＂」』]*)(?<closed>["“”＂」』]?)|(?<plain>[^\s"“”„＂「『]+)/gu

/**
 * What somebody typed, as words and phrases that must all occur. Whatever looks like a language of queries is plain text
 * (T-67): only quotation marks and a `*` at the end of a word have a meaning. The last word is still being typed, so it
 * may go on, unless a space or a closing mark ends it.
 */
export function readQuery(text: string): Query {
  const query: Query = { phrases: [], marks: [] }
  for (const piece of text.matchAll(PIECES)) {
    const { quoted, closed, plain } = piece.groups ?? {}
    const isLast = piece.index + piece[0].length === text.length
    const words = quoted ?? plain ?? ''
    const runs = searchedRuns(words)
    if (runs.length === 0) continue
    query.phrases.push({ runs, open: words.endsWith('*') || (isLast && !closed) })
    query.marks.push(markOf(fold(words)))
  }
  query.marks = [...new Set(query.marks)]
  return query
}

/** What stands before a phrase, and behind it; looked for from its beginning and from its end alone (T-62). */
const BEFORE = /^[^\p{L}\p{N}\p{Extended_Pictographic}\p{RI}]+/u
const BEHIND = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{RI}]/u

/** A phrase as it is marked: what was typed, without what stands around it. */
function markOf(folded: string): string {
  const signs = [...folded.replace(BEFORE, '')]
  return signs.slice(0, signs.findLastIndex((sign) => !BEHIND.test(sign)) + 1).join('')
}
