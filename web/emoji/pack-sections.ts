import type { Emoticon } from '#protocol/packs.ts'
import { findPictures, type Listed, listedById, nameIn, packs } from '#web/packs/index.ts'
import { language } from '#web/store/preferences.ts'
import { packWords } from '#web/words/packs.ts'
import type { Section } from './grid-rows.ts'

/** A picture of a pack in the panel. `name` is the one that reads best. */
export type ShownPicture = { kind: 'picture'; name: string; emoticon: Emoticon; listed: Listed }

/** A search that finds more than this has not said what it wants. */
const MOST_FOUND = 48
/** How the memory of the panel writes a picture among the glyphs. */
const SIGN = ':'

export function showPicture(listed: Listed): ShownPicture {
  const { id, width, height } = listed.picture
  const name = nameIn(language.value, listed.picture)
  return { kind: 'picture', name, emoticon: { id, name, width, height }, listed }
}

/** A section for each pack, large where its pictures are. */
export const packSections = (): Section<ShownPicture>[] =>
  (packs.value ?? []).map((pack) => ({
    key: pack.id,
    title: pack.title,
    large: pack.kind === 'stickers',
    items: pack.pictures.map((picture) => showPicture({ picture, pack })),
  }))

export function foundPictures(query: string): Section<ShownPicture>[] {
  const found = findPictures(query).slice(0, MOST_FOUND)
  return found.length === 0 ? [] : [{ key: 'pictures', title: packWords().found, items: found.map(showPicture) }]
}

export const remembered = (picture: ShownPicture): string => SIGN + picture.emoticon.id

/** What was used lately, where it is a picture that is offered still. */
export function recalled(recent: string): ShownPicture[] {
  const listed = recent.startsWith(SIGN) ? listedById(recent.slice(SIGN.length)) : undefined
  return listed ? [showPicture(listed)] : []
}
