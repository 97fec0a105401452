// How English counts and lists, for the words that come late. (What is in the first load has its own: a file that both
// needed would be one more request of it.)
const number = new Intl.NumberFormat('en')
const plurals = new Intl.PluralRules('en')
// As the house writes it, no comma stands before the "and".
const lists = new Intl.ListFormat('en-GB', { type: 'conjunction' })

export const n = (count: number): string => number.format(count)

/** 1 room · 1,200 rooms */
export const counted = (count: number, one: string, other: string): string => `${n(count)} ${form(count, one, other)}`

/** Only the word that goes with the number. */
export const form = (count: number, one: string, other: string): string =>
  plurals.select(count) === 'one' ? one : other

/** Ines · Ines and Tomasz · Ines, Tomasz and Noor */
export const listed = (parts: readonly string[]): string => lists.format(parts)

/** Two names are spelled out, the others counted: Ines, Tomasz and 2 others */
export const firstTwo = (names: readonly string[], count: number): string =>
  listed([...names.slice(0, 2), ...(count > 2 ? [counted(count - 2, 'other', 'others')] : [])])
