import type { AnyIconName } from '#web/kit/late-icons.ts'
import type { Card } from '#web/store/connection.ts'
import { words } from '#web/words/index.ts'
import { refusalWords, whyOfCode } from '#web/words/refusals.ts'
import { stateWords } from '#web/words/state.ts'

/** What a card of the connection says. */
export function cardSentence(kind: Card['kind']): string {
  const say = stateWords()
  switch (kind) {
    case 'session-over':
      return say.sessionOver
    case 'banned':
      return say.banned
    case 'open-elsewhere':
      return say.openElsewhere
    case 'flood':
      return say.flood
    case 'outdated':
      return say.outdated
    case 'boot':
    case 'stopped':
      return words().card.stopped
  }
}

/** Why one is not in the room of the address: a refusal's code, or how one was put out. */
export function roomSentence(code: string): { icon: AnyIconName; text: string; note?: string } {
  const say = stateWords()
  switch (code) {
    case 'removed':
      return { icon: 'log-in', text: say.roomRemoved }
    case 'left':
      return { icon: 'log-in', text: say.roomLeft }
    case 'banned':
      return { icon: 'ban', text: say.roomBanned }
    case 'name_invalid':
    case 'too_long':
    case 'bad_field':
      return { icon: 'circle-alert', text: say.badRoom }
    case 'rate_limited':
      return { icon: 'circle-alert', text: say.roomsTooFast }
    case 'not_found':
      return { icon: 'circle-alert', text: say.noRoom, note: say.noRoomNote }
    default:
      return { icon: 'circle-alert', text: refusalWords().sentence(whyOfCode(code)) }
  }
}
