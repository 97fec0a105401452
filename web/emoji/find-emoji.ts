import type { Emoticon } from '#protocol/packs.ts'
import type { Locale } from '#protocol/people.ts'
import { findPictures, nameIn } from '#web/packs/find-pictures.ts'
import { packs, readPacks } from '#web/packs/pack-list.ts'
import { emojiMemory, recallEmoji } from './emoji-memory.ts'
import { loadedEmoji, loadSearch, searchWords } from './emoji-store.ts'
import { isDrawn } from './flags.ts'
import { rankEmoji } from './rank-emoji.ts'
import { withTone } from './tones.ts'

/** A line of a list of completions. */
export type FoundEmoji = { key: string; label: string; insert: string; glyph: string; picture?: Emoticon }

/** Nobody reads further. */
const MOST_FOUND = 20
/** Pictures of packs stand behind the best emoji: who knows what Enter brings gets that. */
const MOST_PICTURES = 3

/** See `index.ts`. */
export async function findEmoji(query: string, locale: Locale): Promise<FoundEmoji[]> {
  await Promise.all([loadSearch(locale), packs.peek() ?? readPacks().catch(() => [])])
  recallEmoji()
  const { recents, tone } = emojiMemory.peek()
  const loaded = loadedEmoji.peek()
  const { list, languages } = loaded
  const places =
    query.trim() === '' ? usedLately(recents) : rankEmoji({ list, words: searchWords(loaded), locale, recents }, query)
  const found = places.flatMap((at) => {
    const one = list[at]
    if (!one || !isDrawn(one.glyph)) return []
    const glyph = one.hasTones ? withTone(one.glyph, tone) : one.glyph
    return [{ key: one.code, label: languages[locale]?.rows[at]?.[0] ?? one.code, insert: glyph, glyph }]
  })
  return [...found.slice(0, 1), ...picturesOf(query, locale), ...found.slice(1)].slice(0, MOST_FOUND)
}

const picturesOf = (query: string, locale: Locale): FoundEmoji[] =>
  findPictures(query)
    .slice(0, MOST_PICTURES)
    .map(({ picture }) => {
      const name = nameIn(locale, picture)
      const { id, width, height } = picture
      return { key: id, label: name, insert: `:${name}:`, glyph: '', picture: { id, name, width, height } }
    })

const usedLately = (recents: readonly string[]): number[] =>
  recents.map((glyph) => loadedEmoji.peek().list.findIndex((one) => one.glyph === glyph)).filter((at) => at >= 0)
