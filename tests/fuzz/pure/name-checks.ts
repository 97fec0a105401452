import { fold } from '#protocol/fold.ts'
import { limits } from '#protocol/limits.ts'
import { addressOf } from '#protocol/room-address.ts'
import { characters } from '#protocol/text.ts'
import { runsOf, signsOf } from '#protocol/text-runs.ts'
import { nameKey } from '#server/accounts/name-key.ts'
import { requireName, requireRoomName, requireTitle, requireTopic, roomNameKey } from '#server/accounts/name-rules.ts'
import { requireText } from '#server/kit/clean-text.ts'
import { contentDisposition } from '#server/kit/content-disposition.ts'
import { analyse, searchedRuns } from '#server/search/analyse.ts'
import { readQuery } from '#server/search/read-query.ts'
import { cleanName, nameOfPicture } from '#server/uploads/clean-name.ts'
import type { Dice } from '../dice.ts'
import { hostileText } from '../hostile-text.ts'
import { type AnyCheck, check, isRefusal, must, mustEqual } from './check.ts'

const text = (dice: Dice) => hostileText(dice)
/** Two units each of the 4,000 characters of a message: more is never indexed. */
const MESSAGE_UNITS = 8_000
/** A name of 48 characters with all the marks that it may carry, and more than that. */
const NAME_UNITS = 1_000
const short = (dice: Dice) => hostileText(dice, { most: 24 })
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f]/u

/** What is taken is taken again as it is, and of so many characters at the most. */
function cleaner(name: string, clean: (raw: string) => string, most: number): AnyCheck {
  return check({
    name,
    make: short,
    run: clean,
    refuses: isRefusal,
    holds(_, taken) {
      mustEqual(clean(taken), taken, 'cleaned again')
      must(characters(taken) <= most && taken.isWellFormed() && !UNSEEN.test(taken), `taken: ${taken}`)
    },
    // Refused by its length, but only after it was cleaned: that is what is counted (T-62).
    mostMs: 40,
  })
}

export const nameChecks: readonly AnyCheck[] = [
  cleaner('names: of people', (raw) => requireName(raw), limits.nameChars),
  cleaner('names: addresses of rooms', requireRoomName, limits.roomNameChars),
  cleaner('names: titles of rooms', requireTitle, limits.roomNameChars),
  cleaner('names: topics of rooms', requireTopic, limits.topicChars),
  check({
    name: 'names: what looks alike has one key, and the key has itself',
    make: (dice) => hostileText(dice, { most: 24, longUnits: NAME_UNITS }),
    run: (name) => ({ key: nameKey(name), address: roomNameKey(name) }),
    holds(_, { key, address }) {
      mustEqual(nameKey(key), key, 'key of the key')
      mustEqual(roomNameKey(address), address, 'address of the address')
    },
    mostMs: 15,
    mostUnits: NAME_UNITS,
  }),
  check({
    name: 'names: a title suggests an address',
    make: short,
    run: addressOf,
    holds: (_, address) => must(!/[^\p{L}\p{M}\p{N}-]/u.test(address), address),
    mostMs: 15,
  }),
  check({
    name: 'text: cleaned once is clean',
    make: text,
    run: requireText,
    refuses: isRefusal,
    holds(_, clean) {
      mustEqual(requireText(clean), clean, 'cleaned again')
      must(characters(clean) <= clean.length, 'more characters than units')
    },
  }),
  check({
    name: 'search: folded once is folded, and falls into runs',
    make: (dice) => hostileText(dice, { longUnits: MESSAGE_UNITS }),
    run: (raw) => {
      const folded = fold(raw)
      return { folded, runs: runsOf(folded) }
    },
    holds(_, { folded, runs }) {
      mustEqual(fold(folded), folded, 'folded again')
      for (const run of runs) {
        must(run.text !== '' && folded.includes(run.text), `${run.text} is not in it`)
        mustEqual(signsOf(run.text).join(''), run.text, 'signs')
      }
    },
    mostMs: 15,
    mostUnits: MESSAGE_UNITS,
  }),
  check({
    name: 'search: a text is found by its own words (T-67)',
    make: (dice) => hostileText(dice, { most: 40, longUnits: MESSAGE_UNITS }),
    run: (raw) => ({ ...analyse(raw), query: readQuery(raw) }),
    holds(raw, { terms, query }) {
      const count = terms.split(' ').length
      must(count <= raw.length * 20 + 1, `${count} terms of ${raw.length} signs`)
      const asked = query.phrases.flatMap(({ runs }) => runs)
      for (const run of asked) must(run.text !== '', 'a run of nothing')
      if (!/["“”„＂「」『』]/.test(raw)) mustEqual(asked, searchedRuns(raw), 'runs of the words')
    },
    mostMs: 20,
    mostUnits: MESSAGE_UNITS,
  }),
  check({
    name: 'files: a name is plain, and stays what it is (T-41)',
    make: short,
    run: (said) => {
      const name = cleanName(said)
      return { name, picture: nameOfPicture(name, 'image/png'), header: contentDisposition('attachment', name) }
    },
    holds(_, { name, picture, header }) {
      mustEqual(cleanName(name), name, 'cleaned again')
      mustEqual(nameOfPicture(picture, 'image/png'), picture, 'named again')
      for (const one of [name, picture]) {
        must(one !== '' && !/[/\\:*?"<>|]/.test(one) && !UNSEEN.test(one), one)
        must([...one].length <= limits.fileNameChars, `${[...one].length} characters`)
      }
      mustEqual(new Headers({ a: header }).get('a'), header, 'as a header')
    },
    mostMs: 25,
  }),
]
