import type { RoomStorage } from '#server/delivery/event-log.ts'
import { type Clock, nextTurn } from '#server/kit/clock.ts'
import type { PartialFiles } from './partial-files.ts'
import { dropWaiting } from './stored-rows.ts'
import { dropEnded, hasUpload } from './upload-rows.ts'

export type SweepNeeds = {
  storage: RoomStorage
  clock: Clock
  partials: PartialFiles
  /** Ends what still sends to an upload. */
  cut(id: string): Promise<void>
}

/** A file that was begun, and one that is in no message: so long a message may still come (P-19). */
const WAITING_MS = 24 * 3_600_000
const PAGE = 200

/** Forgets what never became part of a message; call it a few times a day. */
export function createSweepUploads({ storage, clock, partials, cut }: SweepNeeds) {
  async function sweepRows(): Promise<void> {
    const beforeMs = clock.nowMs() - WAITING_MS
    for (let more = true; more; await nextTurn()) {
      const { ended, waiting } = await storage.write(async ({ sql }) => ({
        ended: await dropEnded(sql, beforeMs, PAGE),
        waiting: await dropWaiting(sql, beforeMs, PAGE),
      }))
      for (const id of ended) await cut(id)
      more = ended.length === PAGE || waiting === PAGE
    }
  }

  /** A row is there before the first byte, so what has none never will. */
  async function sweepFiles(): Promise<void> {
    for (const id of await partials.ids()) if (!(await hasUpload(storage.read, id))) await partials.remove(id)
  }

  return async function sweep(): Promise<void> {
    await sweepRows()
    await sweepFiles()
  }
}
