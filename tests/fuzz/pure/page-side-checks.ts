import { emoticonNamePattern } from '#protocol/emoticons.ts'
import { limits } from '#protocol/limits.ts'
import { readFrame } from '#sdk/frames.ts'
import { readQuery } from '#server/search/read-query.ts'
import { nameFrom } from '#web/packing/pick-pictures.ts'
import { markText } from '#web/search/mark-text.ts'
import { hostileText, mutatedText } from '../hostile-text.ts'
import { type AnyCheck, check, must, mustEqual } from './check.ts'

const frames = [
  '[0,"events",{"room":"r000000000000","first":1,"last":1,"events":[{"type":"message.posted"}]}]',
  '[1,"ok",{"room":"r000000000000","seq":1,"epoch":"000000000000","at":1}]',
  '[7,"no",{"code":"rate_limited","retry_after_ms":20}]',
  '[7,"unknown",{}]',
]
const MESSAGE_UNITS = 8_000

/** What the page and the library read of what others wrote, or of a server that is no longer itself. */
export const pageSideChecks: readonly AnyCheck[] = [
  check({
    name: 'library: any text is a frame, one of another version, or garbled',
    make: (dice) => (dice.oneIn(2) ? hostileText(dice) : mutatedText(dice.one(frames), dice)),
    run: readFrame,
    holds: (_, read) => must(read === 'other' || read === 'garbled' || Array.isArray(read), JSON.stringify(read)),
  }),
  check({
    name: 'page: a text with what was searched for marked is the text',
    make: (dice) => {
      const text = hostileText(dice, { most: 20, longUnits: MESSAGE_UNITS })
      const typed = dice.oneIn(2) ? text : hostileText(dice, { most: 20, longOneIn: 20, longUnits: limits.searchChars })
      return { text, marks: readQuery(typed.slice(0, limits.searchChars)).marks }
    },
    run: ({ text, marks }) => markText(text, marks),
    holds: ({ text }, pieces) => mustEqual(pieces.map((piece) => piece.text).join(''), text, 'pieces'),
    // Signs are cut one by one by their clusters.
    mostMs: 60,
  }),
  check({
    name: 'page: a picture is called by its file',
    make: (dice) => hostileText(dice, { most: 12 }),
    run: nameFrom,
    holds: (_, name) => must(name === '' || emoticonNamePattern.test(name), name),
    mostMs: 15,
  }),
]
