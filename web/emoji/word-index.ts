import type { Language, Syllables } from './emoji-list.ts'

/** A word that finds emoji; what it is the name of comes apart from what it only describes. */
export type Word = {
  text: string
  /** How it is typed by ear; empty for what is not Chinese. */
  readings: readonly Reading[]
  /** Places in the list. */
  names: number[]
  describes: number[]
}

/** 热茶: `recha`, where syllables begin at 0 and 2, and `rc` for short. */
export type Reading = { letters: string; starts: readonly number[]; initials: string }

/** A word that could be read in more ways is found by the first of them. */
const MOST_READINGS = 4
const han = /\p{Script=Han}/u

/** As words and queries are compared. ü is typed as v. */
export const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ü', 'v')

/** So many emoji are read at a time: about a millisecond, or four where the processor is slow. */
const SLICE = 100

/** All words of a language, each once. To read them takes some tens of milliseconds: a slice at a time, so that nobody waits for it. */
export class WordIndex {
  readonly #language: Language
  readonly #words = new Map<string, Word>()
  #at = 0
  #made: readonly Word[] | null = null

  constructor(language: Language) {
    this.#language = language
  }

  get isWhole(): boolean {
    return this.#at >= this.#language.rows.length
  }

  /** Reads a slice more. */
  grow(): void {
    const { rows } = this.#language
    const to = Math.min(rows.length, this.#at + SLICE)
    for (; this.#at < to; this.#at++) {
      for (const [place, shown] of (rows[this.#at] ?? []).entries()) {
        const word = this.#wordOf(shown)
        if (place === 0) word.names.push(this.#at)
        else word.describes.push(this.#at)
      }
    }
  }

  /** Reads what is left of it, for who searches already. */
  whole(): readonly Word[] {
    while (!this.isWhole) this.grow()
    this.#made ??= [...this.#words.values()]
    return this.#made
  }

  #wordOf(shown: string): Word {
    const known = this.#words.get(shown)
    if (known) return known
    const { syllables } = this.#language
    const text = plain(shown)
    const word = { text, readings: han.test(text) ? readAloud(text, syllables) : [], names: [], describes: [] }
    this.#words.set(shown, word)
    return word
  }
}

/** The ways in which a text can be read; what is neither Chinese nor a letter nor a digit is passed over. */
export function readAloud(text: string, syllables: Syllables): Reading[] {
  let readings: Reading[] = [{ letters: '', starts: [], initials: '' }]
  for (const character of text) {
    const ways = syllables.get(character) ?? (/[a-z0-9]/.test(character) ? [character] : [])
    const [only] = ways
    if (only === undefined) continue
    readings = ways.length === 1 ? readings.map((before) => goOn(before, only)) : branch(readings, ways)
  }
  return readings
}

const branch = (readings: readonly Reading[], ways: readonly string[]): Reading[] =>
  readings.flatMap((before) => ways.map((syllable) => goOn(before, syllable))).slice(0, MOST_READINGS)

const goOn = ({ letters, starts, initials }: Reading, syllable: string): Reading => ({
  letters: letters + syllable,
  starts: [...starts, letters.length],
  initials: initials + (syllable[0] ?? ''),
})
