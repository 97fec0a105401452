import type { Clock } from './kit/clock.ts'
import type { Log } from './kit/log.ts'

const SECOND_MS = 1_000
const BUDGETS_MS = 30_000
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
  /** What has ended, a few times a day, in this order. */
  ended: readonly { sweep(): Promise<void> }[]
}

/** Does it from now on. Returns its stop. */
export function keepHouse({ clock, log }: { clock: Clock; log: Log }, chores: Chores): () => void {
  const { indexer, swept, budgets, feed, ended } = chores
  const stops = [
    indexer.start(),
    clock.every(SECOND_MS, () => {
      for (const part of swept) part.sweep()
    }),
    clock.every(BUDGETS_MS, () => {
      feed.sweep()
      for (const part of budgets) part.sweepBudgets()
    }),
    clock.every(ENDED_MS, () => {
      sweepEnded(ended).catch((error: unknown) => log.error('sweep_failed', { error: String(error) }))
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

async function sweepEnded(parts: Chores['ended']): Promise<void> {
  for (const part of parts) await part.sweep()
}
