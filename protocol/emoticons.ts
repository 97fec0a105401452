import { fold } from './fold.ts'
import type { Markup } from './markup.ts'

/**
 * A name between colons, not inside of a word or a time: 10:30:00 has none. Chinese runs on: 好:开心: has one. The second colon
 * may be the first one of the next name, where the name before it is none.
 */
const NAMED = /(?<![\p{Lu}\p{Ll}\p{Lt}\p{Nd}]):([\p{L}\p{N}][\p{L}\p{N}_-]{0,31})(?=:)/gu

/** Between colons in a text: letters of any script, digits, - and _. */
export const emoticonNamePattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,31}$/u

/** What is said as a name, and what it counts as: names differ by more than case and width. */
export const emoticonKey = (name: string): string => fold(name)

/** A text cut where it names an emoticon: `name` is what stands between the colons. */
export type EmoticonRun = { text: string; name?: string }

/** The runs of a text; `known` says which names mean one. The rule for server and page alike. */
export function emoticonRuns(text: string, known: (name: string) => boolean): EmoticonRun[] {
  const runs: EmoticonRun[] = []
  let end = 0
  for (const { 1: name = '', index } of text.matchAll(NAMED)) {
    if (index < end || !known(name)) continue
    if (index > end) runs.push({ text: text.slice(end, index) })
    runs.push({ text: `:${name}:`, name })
    end = index + name.length + 2
  }
  if (end < text.length) runs.push({ text: text.slice(end) })
  return runs
}

/** Names that may be those of emoticons, each as it is written, each once; nothing is read of a text without any. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(NAMED)].map(([, name = '']) => name))]
}

type Parts = readonly { kind: string; text?: string; inside?: Parts }[]

/** The texts of a body in which names are looked for: not code, and not the words of a link. */
export function* wordsOf({ blocks }: Pick<Markup, 'blocks'>): Generator<string> {
  for (const block of blocks) {
    if (block.kind === 'lines') yield* textsOf(block.inside)
    else if (block.kind === 'quote') yield* wordsOf(block)
    else if (block.kind === 'list') for (const item of block.items) yield* wordsOf(item)
  }
}

function* textsOf(parts: Parts): Generator<string> {
  for (const { kind, text, inside } of parts) {
    if (kind === 'text' && text !== undefined) yield text
    else if (kind !== 'link' && inside) yield* textsOf(inside)
  }
}
