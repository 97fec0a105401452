import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { EmoticonsIn } from '#server/packs/index.ts'
import type { ChangeMessage } from './change-message.ts'
import { mentionsIn, type NamesOf } from './mentions.ts'
import { insertEdit, type Target } from './message-store.ts'
import { requireBody } from './require-body.ts'
import { hasFiles, isForwarded, isSticker, wordsOf } from './words-of.ts'

export type EditNeeds = {
  changeMessage: ChangeMessage
  clock: Clock
  bodyChars: number
  namesOf: NamesOf
  emoticonsIn: EmoticonsIn
}

/** New words for an own message. Those before stay in the log, for their author alone to read (read-edits.ts). */
export function createEditMessage({ changeMessage, clock, bodyChars, namesOf, emoticonsIn }: EditNeeds) {
  return async function editMessage(caller: Caller, input: CommandInput<'message.edit'>) {
    const { room, message } = input
    const body = requireBody(input.body, bodyChars, true)
    const mentioned = await mentionsIn(body, input.mentions, namesOf)
    const words = { body, ...mentioned, ...emoticonsIn(body, mentioned.mentions) }

    function plan(_tx: unknown, { atMs, wire, state }: Target) {
      // The words of a forwarded message are somebody else's, and a sticker has none.
      if (isForwarded(wire) || isSticker(wire)) return new Refusal('forbidden')
      if (body === '' && !hasFiles(wire)) return new Refusal('empty')
      const refusal = refusalOf(clock.nowMs() - atMs, state?.edited?.times ?? 0)
      if (refusal) return refusal
      if (isSame(words, state?.edited ?? wordsOf(wire))) return null
      return {
        facts: { type: 'message.edited', ...words } as const,
        also: ({ sql }: RoomTx, seq: number) => insertEdit(sql, room, message, seq),
      }
    }
    return changeMessage(caller, input, { right: 'edit', sent: ['edit', body, input.mentions ?? null], plan })
  }
}

function refusalOf(ageMs: number, times: number): Refusal | null {
  if (ageMs > limits.editMs) return new Refusal('expired', { limit: limits.editMs })
  return times >= limits.edits ? new Refusal('too_many', { limit: limits.edits }) : null
}

type Words = Awaited<ReturnType<typeof mentionsIn>> & { body: string }

function isSame(words: Words, before: { body: string; mentions?: Words['mentions'] | undefined }): boolean {
  const idsOf = ({ mentions = [] }: { mentions?: Words['mentions'] | undefined }) => mentions.map(({ id }) => id).join()
  return words.body === before.body && idsOf(words) === idsOf(before)
}
