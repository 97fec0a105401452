import type { CommandInput } from '#protocol/index.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { ChangeMessage } from './change-message.ts'
import type { Target } from './message-store.ts'

/** The author wants no cards under an own message. */
export function createHideCards({ changeMessage }: { changeMessage: ChangeMessage }) {
  return function hideCards(caller: Caller, input: CommandInput<'message.hide_cards'>) {
    const plan = (_tx: unknown, { state }: Target) =>
      state?.cards_off ? null : { facts: { type: 'message.carded' as const, cards: [], off: true as const } }
    return changeMessage(caller, input, { right: 'erase', sent: ['hide_cards'], plan })
  }
}
