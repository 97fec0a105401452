import { linksOf } from '#protocol/card-links.ts'
import type { Card } from '#protocol/files.ts'

/**
 * Cards whose link the text still has. A state keeps a card while its link stands in the text (protocol/message-state.ts), also
 * as the beginning of another one that an edit has made of it: that one leads elsewhere.
 */
export function stillLinked(cards: readonly Card[], body: string): readonly Card[] {
  const links = new Set(linksOf(body).map(({ link }) => link))
  return cards.filter(({ link }) => links.has(link))
}
