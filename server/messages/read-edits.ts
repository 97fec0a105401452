import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { EarlierBody } from '#protocol/messages.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { byteLength, type EventLog, type RoomStorage } from '#server/delivery/event-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can } from '#server/rooms/index.ts'
import { findEdits, findTarget } from './message-store.ts'
import { wordsOf } from './words-of.ts'

export type EditsNeeds = { storage: RoomStorage; log: EventLog; reading: Limiter }

/**
 * What an own message said before each edit. Others are told only that it was edited; that is courtesy and no secret, for
 * who was there, or resumes through the log, has the events. Whoever wants words gone erases them.
 */
export function createReadEdits({ storage, log, reading }: EditsNeeds) {
  return async function readEdits({ principal }: Caller, { room, message }: CommandInput<'message.edits'>) {
    reading.require(principal.id)
    const [target, edits] = await log.unsettled.whenSettled(room, () =>
      Promise.all([findTarget(storage.read, room, message), findEdits(storage.read, room, message)]),
    )
    if (!target) throw new Refusal('not_found')
    const refusal = can({ entered: principal.entered, own: target.author === principal.id }, 'edit')
    if (refusal) throw new Refusal(refusal)
    const said = edits.filter(({ type }) => type === 'message.edited')
    const versions = [{ at_ms: target.atMs, wire: target.wire }, ...said]
    const earlier = versions.slice(0, -1).map(({ at_ms: at, wire }) => ({ at, ...wordsOf(wire) }))
    return { edits: newestWithinFrame(earlier) }
  }
}

/** Thirty long texts are more than a frame: the oldest are left out. */
function newestWithinFrame(all: EarlierBody[]): EarlierBody[] {
  let bytes = 0
  const cut = all.findLastIndex((one) => {
    bytes += byteLength(JSON.stringify(one))
    return bytes > limits.frameBytes
  })
  return all.slice(cut + 1)
}
