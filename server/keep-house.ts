import type { Clock } from './kit/clock.ts'
import type { Log } from './kit/log.ts'

const SECOND_MS = 1_000
const BUDGETS_MS = 30_000
const UNNAMED_MS = 600_000
const MINUTE_MS = 60_000
const ENDED_MS = 6 * 3_600_000

/** What has to be done now and then, by the parts that have it to do. */
export type Chores = {
  indexer: { start(): () => void }
  /** Deadlines and beats, once a second. */
  swept: readonly { sweep(): void }[]
  /** Budgets that are full again are dropped. */
  budgets: readonly { sweepBudgets(): void }[]
  /** Rooms that nobody reads any more. */
  feed: { sweep(): void }
  /** What has ended, a few times a day, in this order; one that fails keeps none of the others. */
  ended: readonly { sweep(): Promise<void> }[]
  /** What a kill has left, soon after the start. */
  left: readonly { sweep(): Promise<void> }[]
  /** Bans that end by themselves. */
  rooms: { sweepBans(): Promise<void> }
  /** Bytes of files that nothing names any more. */
  blobs: { sweepUnnamed(): Promise<void> }
}

/** Does it from now on. Returns its stop. */
export function keepHouse({ clock, log }: { clock: Clock; log: Log }, chores: Chores): () => void {
  const { indexer, swept, budgets, feed, ended, left, blobs, rooms } = chores
  const complain = (error: unknown) => log.error('sweep_failed', { error: String(error) })
  const stops = [
    indexer.start(),
    clock.every(SECOND_MS, () => {
      for (const part of swept) part.sweep()
    }),
    clock.every(BUDGETS_MS, () => {
      feed.sweep()
      for (const part of budgets) part.sweepBudgets()
    }),
    clock.every(MINUTE_MS, () => void rooms.sweepBans().catch(complain)),
    clock.every(ENDED_MS, () => void sweepAll(ended, complain)),
    clock.after(MINUTE_MS, () => void sweepAll(left, complain)),
    clock.every(UNNAMED_MS, () => void blobs.sweepUnnamed().catch(complain)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

async function sweepAll(parts: Chores['ended'], complain: (error: unknown) => void): Promise<void> {
  for (const part of parts) await part.sweep().catch(complain)
}
