import type { CommandInput } from '#protocol/index.ts'
import type { SomeLines } from '#protocol/messages.ts'
import { askOnce } from './ask-once.ts'
import type { Connection } from './connection.ts'
import type { HistoryPage, HistoryPlace } from './room.ts'
import { knownOnly } from './room-log.ts'

/** A page of history. One without a line that this library knows is passed over, in the direction that was asked for. */
export async function readPage(
  connection: Pick<Connection, 'ask'>,
  room: string,
  where: HistoryPlace,
  limit: number | undefined,
): Promise<HistoryPage> {
  let place = where
  while (true) {
    const asked = { room, ...placeOf(place), ...(limit === undefined ? {} : { limit }) }
    const page = await askOnce(connection, 'room.history', asked)
    const lines = knownOnly(page.lines)
    if (lines.length > 0 || !page.more || page.last < page.first) return { ...page, lines }
    place = 'before' in place ? { before: page.first } : { after: page.last }
  }
}

const placeOf = (where: HistoryPlace): Omit<CommandInput<'room.history'>, 'room'> =>
  'at' in where ? { at_ms: where.at } : where

export const knownLines = (some: SomeLines): SomeLines => ({ ...some, lines: knownOnly(some.lines) })
