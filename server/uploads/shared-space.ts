import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { bytesOfRoom } from './space-rows.ts'

export type SharedSpaceNeeds = {
  quota: { roomFilesBytes: number; houseFilesBytes: number }
  /** Bytes of all that is kept. */
  keptBytes(): number
  /** Bytes of all that has come and is no file yet. */
  comingBytes(): number
}

/** `come`: so many of the bytes lie here already, as those of a file on its way. */
export type RefuseShared = (sql: Sql, room: string | null, bytes: number, come?: number) => Promise<Refusal | null>

/**
 * Whether so many more have room in what all share: `quota_full` where they have not. A promise counts as far as it was kept, so it
 * is asked with every slice. What others have only promised costs nothing, and forty guests would promise a whole house away (T-66).
 */
export function createRefuseShared({ quota, keptBytes, comingBytes }: SharedSpaceNeeds): RefuseShared {
  return async function refuseShared(sql, room, bytes, come = 0) {
    const shares = [
      { what: 'room', used: room === null ? 0 : await bytesOfRoom(sql, room), limit: quota.roomFilesBytes },
      { what: 'house', used: keptBytes() + comingBytes() - come, limit: quota.houseFilesBytes },
    ] as const
    for (const { what, used, limit } of shares)
      if (used + bytes > limit) return new Refusal('quota_full', { what, limit })
    return null
  }
}
