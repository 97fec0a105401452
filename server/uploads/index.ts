import type { Handlers } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'

import { createReadFiles } from './read-files.ts'

export * from './file-rows.ts'

export type UploadNeeds = {
  storage: RoomStorage
  log: Pick<EventLog, 'unsettled'>
  clock: Clock
  quota: { historyBurst: number; historyPerSecond: number }
}

function unbuilt(): never {
  throw new Refusal('unavailable')
}

/** Files that people send: on their way, kept, and shown again. */
export function createUploads({ storage, log, clock, quota }: UploadNeeds) {
  const reading = new Limiter({ burst: quota.historyBurst, perSecond: quota.historyPerSecond }, clock.steadyMs)
  const handlers: Handlers<'room.files' | 'storage.read'> = {
    'room.files': { right: 'read', handle: createReadFiles({ storage, log, reading }) },
    'storage.read': { right: 'enter', handle: unbuilt },
  }
  return { handlers, sweepBudgets: () => reading.sweep() }
}

export type Uploads = ReturnType<typeof createUploads>
