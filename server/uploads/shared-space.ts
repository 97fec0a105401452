import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { bytesOfRoom } from './space-rows.ts'

export type SharedSpaceNeeds = {
  quota: { roomFilesBytes: number; houseFilesBytes: number }
  /** Bytes of all that is kept. */
  keptBytes(): number
}

export type RefuseShared = (sql: Sql, room: string | null, bytes: number) => Promise<Refusal | null>

/**
 * Whether so many more have room in what all share: `quota_full` where they have not. What others have only promised is not counted:
 * it costs nothing, and forty guests would promise a whole house away (T-66). So it is asked again when the bytes are there.
 */
export function createRefuseShared({ quota, keptBytes }: SharedSpaceNeeds): RefuseShared {
  return async function refuseShared(sql, room, bytes) {
    const shares = [
      { what: 'room', used: room === null ? 0 : await bytesOfRoom(sql, room), limit: quota.roomFilesBytes },
      { what: 'house', used: keptBytes(), limit: quota.houseFilesBytes },
    ] as const
    for (const { what, used, limit } of shares)
      if (used + bytes > limit) return new Refusal('quota_full', { what, limit })
    return null
  }
}
