import type { CommandReply } from '#protocol/index.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { bytesOfPerson, largestPeople, largestRooms } from './space-rows.ts'

export type ReadStorageNeeds = {
  storage: RoomStorage
  reading: Limiter
  quota: { personFilesBytes: number; houseFilesBytes: number }
  keptBytes(): number
  freeBytes(): Promise<number | null>
}

const LISTED = 10

/** What files take: one's own, and to who owns the house all of them, where that is no secret of a private room (T-3). */
export function createReadStorage({ storage, reading, quota, keptBytes, freeBytes }: ReadStorageNeeds) {
  async function house() {
    const free = await freeBytes()
    return {
      bytes: keptBytes(),
      limit: quota.houseFilesBytes,
      ...(free !== null && { free_bytes: free }),
      people: await largestPeople(storage.read, LISTED),
      rooms: await largestRooms(storage.read, LISTED),
    }
  }

  return async function readStorage({ principal }: Caller): Promise<CommandReply<'storage.read'>> {
    reading.require(principal.id)
    const mine = { bytes: await bytesOfPerson(storage.read, principal.id), limit: quota.personFilesBytes }
    return principal.houseOwner ? { mine, house: await house() } : { mine }
  }
}
