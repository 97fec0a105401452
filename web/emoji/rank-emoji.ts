import type { Locale } from '#protocol/people.ts'
import type { Emoji } from './emoji-list.ts'
import { plain, type Reading, type Word } from './word-index.ts'

export type Searchable = {
  list: readonly Emoji[]
  words: readonly Word[]
  /** The language of the page: what the eye reads in it goes before all else. */
  locale: Locale
  /** Glyphs without tone that were used lately. */
  recents: readonly string[]
}

/** How well a word fits, the less the better: prefix before word before contains. */
const fits = { exactly: 0, soundsExactly: 1, begins: 2, soundsLike: 3, hasWord: 4, contains: 6 } as const
/** A name counts more than a word that only describes. */
const NAME_BONUS = 0.5
/** And what it is called everywhere else counts most: `heart` is ❤️ and not the face with hearts. */
const CODE_BONUS = 1
/** What was used lately comes before what fits a little better, not before what was spelled out. */
const RECENT_BONUS = 1.5
/** In a Chinese page `cha` is first tea, then the dance, then a chair. */
const FOREIGN_WORD = 2
/** In any other page pinyin comes after all that is: `he` is first a heart. */
const FOREIGN_SOUND = 10
/** Less would find half of the list. */
const FEWEST_INNER_LETTERS = 3
const FEWEST_INITIALS = 2
/** More terms narrow nothing down. */
const MOST_TERMS = 6
const han = /\p{Script=Han}/u

/** Places in the list of what `query` means, the best first; nothing for an empty query. */
export function rankEmoji(searchable: Searchable, query: string): number[] {
  const { list, recents } = searchable
  const terms = plain(query)
    .split(/[\s:]+/)
    .filter((term) => term !== '')
    .slice(0, MOST_TERMS)
  if (terms.length === 0) return []
  const all = terms.map((term) => scoresOf(searchable, term))
  const found: { at: number; score: number }[] = []
  for (const [at, { glyph }] of list.entries()) {
    const score = all.reduce((sum, scores) => sum + (scores[at] ?? Number.POSITIVE_INFINITY), 0)
    if (score < Number.POSITIVE_INFINITY)
      found.push({ at, score: score - (recents.includes(glyph) ? RECENT_BONUS : 0) })
  }
  return found.sort((one, other) => one.score - other.score || one.at - other.at).map(({ at }) => at)
}

/** For each emoji how well one term fits it; without end where it does not. */
function scoresOf({ list, words, locale }: Searchable, term: string): Float64Array {
  const best = new Float64Array(list.length).fill(Number.POSITIVE_INFINITY)
  const keep = (at: number, score: number) => {
    best[at] = Math.min(score, best[at] ?? score)
  }
  const isSound = /^[a-z0-9]+$/.test(term)
  for (const word of words) {
    const score = Math.min(
      seenFit(word, term, locale),
      isSound ? heardFit(word, term, locale) : Number.POSITIVE_INFINITY,
    )
    if (score === Number.POSITIVE_INFINITY) continue
    for (const at of word.names) keep(at, score - NAME_BONUS)
    for (const at of word.describes) keep(at, score)
  }
  for (const [at, { glyph, code }] of list.entries()) {
    if (glyph === term || code === term) keep(at, fits.exactly - CODE_BONUS)
    else if (code.startsWith(term)) keep(at, fits.begins + foreign(locale))
  }
  return best
}

const foreign = (locale: Locale): number => (locale === 'zh-CN' ? FOREIGN_WORD : 0)

function seenFit({ text, readings }: Word, term: string, locale: Locale): number {
  const at = text.indexOf(term)
  if (at < 0) return Number.POSITIVE_INFINITY
  const late = readings.length === 0 ? foreign(locale) : 0
  if (text.length === term.length) return fits.exactly + late
  if (at === 0) return fits.begins + late
  // Chinese has no gaps: whatever stands in the middle may be a word.
  if (han.test(term) || /[\s:，-]/.test(text[at - 1] ?? '')) return fits.hasWord + late
  return term.length >= FEWEST_INNER_LETTERS ? fits.contains + late : Number.POSITIVE_INFINITY
}

function heardFit({ readings }: Word, term: string, locale: Locale): number {
  const late = locale === 'zh-CN' ? 0 : FOREIGN_SOUND
  return readings.reduce((best, reading) => Math.min(best, readingFit(reading, term) + late), Number.POSITIVE_INFINITY)
}

function readingFit({ letters, starts, initials }: Reading, term: string): number {
  const shortAt = term.length >= FEWEST_INITIALS ? initials.indexOf(term) : -1
  const longAt = letters.indexOf(term)
  if (longAt === 0) return letters.length === term.length ? fits.soundsExactly : fits.soundsLike
  if (shortAt === 0 && initials.length === term.length) return fits.soundsLike
  if (longAt > 0 && starts.some((start) => letters.startsWith(term, start))) return fits.hasWord
  return shortAt === 0 ? fits.contains : Number.POSITIVE_INFINITY
}
