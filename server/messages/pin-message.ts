import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { ChangeMessage } from './change-message.ts'
import { countPins, type Target } from './message-store.ts'

/** Pins a message for everybody in the room, or takes the pin off. */
export function createPinMessage({ changeMessage }: { changeMessage: ChangeMessage }) {
  return async function pinMessage(caller: Caller, input: CommandInput<'message.pin'>) {
    const { room, on } = input

    async function plan({ sql }: RoomTx, { state }: Target) {
      if ((state?.pinned !== undefined) === on) return null
      if (on && (await countPins(sql, room)) >= limits.pins) return new Refusal('too_many', { limit: limits.pins })
      return { facts: { type: 'message.pinned', on } as const }
    }
    return changeMessage(caller, input, { right: 'pin', sent: ['pin', on], plan })
  }
}
