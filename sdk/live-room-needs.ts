import type { Connection } from './connection.ts'
import type { Platform } from './platform.ts'
import type { SendQueue } from './send-queue.ts'

export type LiveRoomNeeds = {
  platform: Platform
  connection: Connection
  queue: SendQueue
  name: string
  /** More missed events than this are not fetched one by one: there is a snapshot instead. */
  most: number
}

/** `errand`: nobody looks at it; it is joined until what was written for it is sent. */
export type Purpose = 'shown' | 'errand' | 'none'

/** `resting`: not online, or left. `pausing`: asks again after a while. */
export type Step = 'resting' | 'asking' | 'live' | 'pausing' | 'refused'
