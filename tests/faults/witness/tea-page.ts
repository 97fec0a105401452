import { hashOf, isFields } from '../hash-of.ts'

const PATH = /\/tea-(\d{1,9})$/

/** What the page of this number says of itself: whoever gets a card of it knows whether it is right. */
export const factsOf = (page: number) => ({
  title: `Tea ${page} of the house`,
  text: `Leaf ${page * 7} and cup ${page % 97}`,
})

/** Where a page has a picture, it is this: of every second one. */
export const hasPicture = (page: number): boolean => page % 2 === 0

/** A link to a page; null: it is none of ours. */
export function pageOf(link: string): number | null {
  const [, number] = PATH.exec(link) ?? []
  return number === undefined ? null : Number(number)
}

export type SeenCard = { hash: number; due: number; picture: string | null }

/** A card of the wire, beside what its page says. Null: it is not of our site. */
export function seenCard(card: unknown): SeenCard | null {
  if (!isFields(card)) return null
  const page = pageOf(String(card['link']))
  if (page === null) return null
  const { title, text, picture } = card
  const id = isFields(picture) ? String(picture['id']) : null
  return { hash: hashOf({ title, text }), due: hashOf(factsOf(page)), picture: id }
}
