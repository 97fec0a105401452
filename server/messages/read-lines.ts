import type { CommandInput } from '#protocol/index.ts'
import type { Caller, Encoded } from '#server/accounts/caller.ts'
import { withinFrame } from '#server/delivery/event-log.ts'
import { eventList } from '#server/delivery/frames.ts'
import type { EncodedLine, LineLog } from '#server/delivery/line-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'

/** `reading`: by person. */
export type LineNeeds = { lines: LineLog; reading: Limiter }

/** Messages by their numbers: what a reply answers may lie far from where it is read. */
export function createGetMessages({ lines, reading }: LineNeeds) {
  return async function getMessages({ principal }: Caller, input: CommandInput<'message.get'>): Promise<Encoded> {
    const { room, messages } = input
    reading.require(principal.id)
    const seqs = [...new Set(messages)].sort((a, b) => a - b)
    return someLines(lines, room, principal.id, await lines.some(room, seqs))
  }
}

export function createReadPins({ lines, reading }: LineNeeds) {
  return async function readPins({ principal }: Caller, { room }: CommandInput<'room.pins'>): Promise<Encoded> {
    reading.require(principal.id)
    return someLines(lines, room, principal.id, await lines.pinned(room))
  }
}

/** As many of the lines as a frame takes, and the numbers of the others. */
async function someLines(log: LineLog, room: string, principalId: string, all: EncodedLine[]): Promise<Encoded> {
  const lines = withinFrame(all)
  const mine = JSON.stringify(await log.mine(room, principalId, lines))
  const rest = JSON.stringify(all.slice(lines.length).map(({ seq }) => seq))
  return { encoded: `{"lines":${eventList(lines)},"mine":${mine},"rest":${rest}}` }
}
