import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { ChangeMessage } from './change-message.ts'
import { hasReacted, saveReaction, type Target } from './message-store.ts'

/** Gives or takes back a reaction: each person each kind once. */
export function createReactToMessage({ changeMessage }: { changeMessage: ChangeMessage }) {
  return async function reactToMessage(caller: Caller, input: CommandInput<'message.react'>) {
    const { kind, on } = input
    const { id } = caller.principal

    async function plan({ sql }: RoomTx, { state }: Target) {
      if ((await hasReacted(sql, input, id)) === on) return null
      const kinds = state?.reactions ?? []
      if (on && kinds.length >= limits.reactionKinds && !kinds.some((one) => one.kind === kind))
        return new Refusal('too_many', { limit: limits.reactionKinds })
      const facts = { type: 'message.reacted', kind, on } as const
      return { facts, also: (tx: RoomTx) => saveReaction(tx.sql, input, id) }
    }
    return changeMessage(caller, input, { right: 'react', sent: ['react', kind, on], plan })
  }
}
