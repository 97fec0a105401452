import type { UploadWish } from '#protocol/files.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newUploadId } from '#server/kit/ids.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { cleanName } from './clean-name.ts'
import type { PartialFiles } from './partial-files.ts'
import type { RefuseShared } from './shared-space.ts'
import { bytesOfPerson } from './space-rows.ts'
import { countOpen, dropOldest, insertUpload, promisedBytes } from './upload-rows.ts'

export type UploadQuota = {
  fileBytes: number
  personFilesBytes: number
  freeDiskBytes: number
  uploadsOpen: number
}

export type OpenUploadNeeds = {
  storage: RoomStorage
  clock: Clock
  partials: PartialFiles
  budget: Limiter
  quota: UploadQuota
  refuseShared: RefuseShared
  /** Null: nobody knows. */
  freeBytes(): Promise<number | null>
  requirePost(principal: Principal, roomId: string | null): Promise<void>
}

/** Begun so long ago, it gives way to a new one: an answer that was lost holds nobody up for a day. */
const STALE_MS = 3_600_000
const FULL_RETRY_MS = 60_000

/**
 * Says yes to a file before a byte of it; the id of its upload. Refuses with `login_first`, `not_found`, `banned`, `closed`, `too_large`, `quota_full`,
 * `too_many`, `rate_limited`, `storage_full`.
 */
export function createOpenUpload(needs: OpenUploadNeeds) {
  const { storage, clock, partials, budget, quota } = needs

  async function openUpload(principal: Principal, room: string | null, wish: UploadWish): Promise<string> {
    await needs.requirePost(principal, room)
    if (wish.bytes > quota.fileBytes) throw new Refusal('too_large', { limit: quota.fileBytes })
    budget.require(principal.id)
    try {
      return await begin(principal.id, room, wish)
    } catch (error) {
      budget.giveBack(principal.id)
      throw error
    }
  }

  async function begin(owner: string, room: string | null, { name, bytes, voice }: UploadWish): Promise<string> {
    const free = await needs.freeBytes()
    const id = newUploadId()
    const dropped = await storage.write(async ({ sql }) => {
      const promised = (await promisedBytes(sql, owner)) + bytes
      requireFree(free, promised)
      await requireQuota(sql, owner, { room, bytes, promised })
      const given = await makePlace(sql, owner)
      await insertUpload(sql, { id, owner, room, name: cleanName(name), bytes, voice, atMs: clock.nowMs() })
      return given
    })
    if (dropped !== null) await partials.remove(dropped)
    return id
  }

  /** Uploads stop before the disk is full, so that the chat goes on (P-16); each slice is asked again (slice-taker.ts). */
  function requireFree(free: number | null, bytes: number): void {
    if (free !== null && free - bytes < quota.freeDiskBytes)
      throw new Refusal('storage_full', { retry_after_ms: FULL_RETRY_MS })
  }

  type Asked = { room: string | null; bytes: number; promised: number }
  async function requireQuota(sql: Sql, owner: string, { room, bytes, promised }: Asked): Promise<void> {
    const limit = quota.personFilesBytes
    if ((await bytesOfPerson(sql, owner)) + bytes > limit) throw new Refusal('quota_full', { what: 'person', limit })
    const refusal = await needs.refuseShared(sql, room, promised)
    if (refusal) throw refusal
  }

  /** The one that went for it, if one had to. */
  async function makePlace(sql: Sql, owner: string): Promise<string | null> {
    if ((await countOpen(sql, owner)) < quota.uploadsOpen) return null
    const dropped = await dropOldest(sql, owner, clock.nowMs() - STALE_MS)
    if (dropped === null) throw new Refusal('too_many', { limit: quota.uploadsOpen })
    return dropped
  }

  return openUpload
}
