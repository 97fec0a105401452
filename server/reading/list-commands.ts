import type { CommandInput } from '#protocol/index.ts'
import type { MyRoom } from '#protocol/reading.ts'
import type { AtAnswer, Caller } from '#server/accounts/caller.ts'
import { placeIn } from '#server/accounts/places.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Hearing } from './hearing.ts'
import { readMyRooms } from './my-room-store.ts'
import { setSeatLevel } from './seat-store.ts'
import type { Seats } from './seats.ts'
import { type Tidings, withTitle } from './tidings.ts'

export type ListNeeds = {
  storage: RoomStorage
  log: Pick<EventLog, 'unsettled'>
  roomTitle: string
  asking: Limiter
  hearing: Hearing
  tidings: Tidings
  seats: Seats
  sendReceipts(caller: Caller, roomId: string): void
}

/** One's own list, and what one wants to hear of each room. */
export function createListCommands({
  storage,
  log,
  roomTitle,
  asking,
  hearing,
  tidings,
  seats,
  sendReceipts,
}: ListNeeds) {
  /** The list, and from this turn on all that changes it. */
  async function readMine(caller: Caller): Promise<AtAnswer<{ rooms: MyRoom[] }>> {
    const { principal, connection } = caller
    asking.require(principal.id)
    const found = await log.unsettled.whenAllSettled(() => readMyRooms(storage.read, principal.id))
    const rooms = found.map((mine) => withTitle(mine, roomTitle))
    const ids = rooms.map(({ room }) => room.id)
    return {
      atAnswer() {
        hearing.begin(principal, connection, ids)
        // Who asks again, or began to listen after the join, gets these again, too; after the answer.
        for (const { room } of rooms)
          if (room.kind === 'chat' && placeIn(connection, room.id)) queueMicrotask(() => sendReceipts(caller, room.id))
        return { rooms }
      },
    }
  }

  async function setLevel({ principal: { id } }: Caller, { room, level }: CommandInput<'room.set_level'>) {
    await seats.settled({ principal: id, room })
    const set = await storage.write(({ sql }) => setSeatLevel(sql, { principal: id, room }, level))
    if (!set) throw new Refusal('not_found')
    tidings.tell(id, room, 'mine')
    return {}
  }

  return { readMine, setLevel }
}
