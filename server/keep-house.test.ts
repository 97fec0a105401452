import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { type Chores, keepHouse } from './keep-house.ts'

const HOURS_MS = 3_600_000

test('[P-16] what has ended is cleared away also where something before it fails, and that is told', async () => {
  const clock = new FakeClock()
  const told: unknown[] = []
  const swept: string[] = []
  const last = Promise.withResolvers<void>()
  const nothing = { sweep() {}, sweepBans: async () => {}, sweepUnnamed: async () => {}, start: () => () => {} }
  const chores: Chores = {
    indexer: nothing,
    swept: [nothing],
    budgets: [],
    feed: nothing,
    ended: [
      { sweep: () => Promise.reject(new Error('the disk is full')) },
      { sweep: async () => void swept.push('uploads') },
      {
        async sweep() {
          swept.push('files')
          last.resolve()
        },
      },
    ],
    left: [],
    rooms: nothing,
    blobs: nothing,
  }
  const log = {
    error: (event: string, fields?: object) => void told.push([event, fields]),
    warn() {},
    info() {},
    debug() {},
  }
  const stop = keepHouse({ clock, log }, chores)
  clock.move(6 * HOURS_MS)
  await last.promise
  stop()
  expect(swept).toEqual(['uploads', 'files'])
  expect(told).toEqual([['sweep_failed', { error: 'Error: the disk is full' }]])
})
