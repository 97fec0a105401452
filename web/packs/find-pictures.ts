import { emoticonKey } from '#protocol/emoticons.ts'
import type { PackPicture } from '#protocol/packs.ts'
import type { Locale } from '#protocol/people.ts'
import { matchesPerson } from '#web/kit/initials.ts'
import { type Listed, namesOf, packs } from './pack-list.ts'

const latin = /^[\p{Script=Latin}\p{N}_-]+$/u

/** The name of a picture that reads best in this language. */
export function nameIn(locale: Locale, picture: PackPicture): string {
  const wantsLatin = locale === 'en'
  return namesOf(picture).find((name) => latin.test(name) === wantsLatin) ?? picture.name
}

/** Pictures by a part of a name, in any of their languages, or by its pinyin; the best first. */
export function findPictures(query: string): Listed[] {
  const wanted = emoticonKey(query.trim())
  if (wanted === '') return []
  const found: { rank: number; listed: Listed }[] = []
  for (const pack of packs.value ?? [])
    for (const picture of pack.pictures) {
      const rank = Math.min(...namesOf(picture).map((name) => rankOf(name, wanted)))
      if (rank < NO_MATCH) found.push({ rank, listed: { picture, pack } })
    }
  return found.sort((one, other) => one.rank - other.rank).map(({ listed }) => listed)
}

const NO_MATCH = 4

function rankOf(name: string, wanted: string): number {
  const key = emoticonKey(name)
  if (key === wanted) return 0
  if (key.startsWith(wanted)) return 1
  if (key.includes(wanted)) return 2
  return matchesPerson(name, wanted) ? 3 : NO_MATCH
}
