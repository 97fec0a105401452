/**
 * How a folded text (fold.ts) falls into what search finds. A `word` is letters and digits of a script with spaces; a `chain`
 * is written without them, so that every row of its signs may be a word: Han, kana and the like. An emoji is a word.
 */
export type Run = { kind: 'word' | 'chain'; text: string }

// Hangul has spaces. A script has punctuation of its own, too.
const CHAIN = String.raw`(?=[\p{L}\p{N}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆〇]\p{M}*`
const RUNS = new RegExp(
  String.raw`(?<chain>(?:${CHAIN})+)|(?<word>(?:(?!${CHAIN})[\p{L}\p{N}]\p{M}*)+)|(?<sign>\p{Extended_Pictographic}|\p{RI}\p{RI})`,
  'gu',
)
const SIGNS = /.\p{M}*/gsu

/** The runs of a folded text; what stands between them (spaces, punctuation) counts for nothing. */
export function runsOf(folded: string): Run[] {
  const runs: Run[] = []
  for (const { 0: text, groups } of folded.matchAll(RUNS))
    runs.push({ kind: groups?.['chain'] ? 'chain' : 'word', text })
  return runs
}

/** A sign with its marks: the unit of a chain. */
export const signsOf = (chain: string): string[] => chain.match(SIGNS) ?? []
