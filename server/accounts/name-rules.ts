import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { nameKey, TOO_MANY_MARKS } from './name-key.ts'
import { reservedNames, reservedRoomNames } from './reserved-names.ts'

const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u

/**
 * A name as it is shown: NFC, trimmed, single spaces, nothing invisible, at most 8 combining marks a base (T-27).
 * Refuses with `name_invalid` what has neither a letter nor a digit nor an emoji, and names that speak for the house
 * (reserved-names.ts); with `too_long` and the `limit` what has more than `max` code points. A cleaned name comes back
 * as it is.
 */
export function requireName(raw: string, { max }: { max: number } = { max: limits.nameChars }): string {
  if (!raw.isWellFormed()) throw new Refusal('name_invalid')
  const name = cleaned(raw)
  if (characters(name) > max) throw new Refusal('too_long', { limit: max })
  if (!SAYS_SOMETHING.test(name)) throw new Refusal('name_invalid')
  if (speaksForTheHouse(name)) throw new Refusal('name_invalid')
  return name
}

/**
 * The part of an address after /r/, already percent-decoded, as it is shown: NFC, letters, marks, digits, `-`, `_` and
 * `.`, spaces as `-`. Refuses with `name_invalid` what is empty, has other signs, is made of `.`, `-` and `_` alone or
 * is reserved (T-80); with `too_long` above 48 code points.
 */
export function requireRoomName(raw: string): string {
  if (!raw.isWellFormed()) throw new Refusal('name_invalid')
  const name = cleaned(raw).replaceAll(' ', '-')
  if (characters(name) > limits.roomNameChars) throw new Refusal('too_long', { limit: limits.roomNameChars })
  if (!/^[\p{L}\p{M}\p{N}_.\-\u200c\u200d]+$/u.test(name) || !/[\p{L}\p{N}]/u.test(name))
    throw new Refusal('name_invalid')
  if (reservedRoomKeys.has(roomNameKey(name))) throw new Refusal('name_invalid')
  return name
}

/** What a room is called: as a name, but it may say whatever a door may say. Refuses with `name_invalid`, `too_long`. */
export function requireTitle(raw: string): string {
  const title = requireLine(raw, limits.roomNameChars)
  if (!SAYS_SOMETHING.test(title)) throw new Refusal('name_invalid')
  return title
}

/** What a room is about, in one line; may be empty. Refuses with `name_invalid`, `too_long`. */
export const requireTopic = (raw: string): string => requireLine(raw, limits.topicChars)

function requireLine(raw: string, most: number): string {
  if (!raw.isWellFormed()) throw new Refusal('name_invalid')
  const line = cleaned(raw)
  if (characters(line) > most) throw new Refusal('too_long', { limit: most })
  return line
}

/** Two rooms whose addresses look alike are one room. The lobby's is ''. */
export const roomNameKey = (name: string): string => nameKey(name.trim().replace(/\s+/gu, '-'))

/** Controls, direction marks, fillers, tags, private and unassigned code points; ZWNJ, ZWJ and U+FE0F are judged apart. */
const INVISIBLE =
  /(?!\u200c|\u200d|\ufe0f)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}]/gu

/** U+FE0F stays where it makes a sign an emoji. */
const IDLE_EMOJI_SELECTOR = /(?<![\p{Extended_Pictographic}0-9#*])\ufe0f/gu

/** The signs that join two Indic consonants: after one, a joiner chooses how they are drawn. */
const VIRAMA = '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]'
const AFTER_VIRAMA = `(?<=\\p{L}\\p{M}{0,8}${VIRAMA})`
const AFTER_EMOJI = '(?<=\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\ufe0f)'

/**
 * A joiner stays inside an emoji (👩‍🚀), after the virama of an Indic script, and ZWNJ between Arabic letters (Persian
 * writes می‌خواهم so). Elsewhere it is only a way to make two names of one.
 */
const IDLE_JOINER = new RegExp(`(?!${AFTER_VIRAMA}|${AFTER_EMOJI}\\u200d\\p{Extended_Pictographic})\\u200d`, 'gu')
const IDLE_NON_JOINER = new RegExp(`(?!${AFTER_VIRAMA}|(?<=\\p{Script=Arabic})\\u200c\\p{Script=Arabic})\\u200c`, 'gu')

/** Taking one thing away can leave another where it may not stand, so it goes on until nothing changes; few rounds do. */
function cleaned(raw: string): string {
  let name = cleanedOnce(raw)
  for (let next = cleanedOnce(name); next !== name; next = cleanedOnce(name)) name = next
  return name
}

function cleanedOnce(text: string): string {
  return (
    text
      .replace(/\s+/gu, ' ')
      .replace(INVISIBLE, '')
      .replace(IDLE_EMOJI_SELECTOR, '')
      .replace(IDLE_JOINER, '')
      .replace(IDLE_NON_JOINER, '')
      .normalize('NFC')
      .replace(TOO_MANY_MARKS, '$1')
      // A mark without a base would sit on whatever the page shows before the name.
      .replace(/^[\s\p{M}]+|\s+$/gu, '')
  )
}

/** Without signs at all, and without the digits at the end. */
const bareKey = (name: string): string => nameKey(name.replace(/[^\p{L}\p{M}\p{N}]|[^\p{L}\p{M}]+$/gu, ''))
const reservedKeys: ReadonlySet<string> = new Set(reservedNames.map(bareKey))
const reservedRoomKeys: ReadonlySet<string> = new Set(reservedRoomNames.map(roomNameKey))

const speaksForTheHouse = (name: string): boolean =>
  reservedKeys.has(bareKey(name)) || reservedKeys.has(nameKey(name.replace(/[^\p{L}\p{M}\p{N}]/gu, '')))
