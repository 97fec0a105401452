import { expect, test } from 'bun:test'
import { contestants } from '../../bench/contestants.ts'
import { withCrowd } from '../../bench/fan-out.ts'
import { buildPrograms, reasonMute } from '../../bench/generator.ts'
import { buildHouse } from '../kit/server.ts'

const MEMBERS = 12
const RATE = 40
const times = { warmS: 0.1, windowS: 0.4, drainS: 20 }
const kind = buildPrograms(false)
await buildHouse()

// What is not installed here is skipped, as it is in the benchmark.
for (const contestant of contestants) {
  const reason = contestant.missing() ?? reasonMute(kind, contestant)
  test.skipIf(reason !== null)(`[PERF 6] ${contestant.name}: all get all, in order, and all is counted`, async () => {
    const crowd = { rooms: 1, sendersEvery: 3, probesEvery: 3 }
    const { run, bytes } = await withCrowd(contestant, kind, crowd, async ({ server, generator, join }) => {
      await join(MEMBERS)
      return { run: await generator.run(RATE, times, server.pids()), bytes: server.residentBytes() }
    })
    // Not whether it kept up: the box does much else meanwhile.
    expect(run).toMatchObject({ members: MEMBERS, sent: 20, expected: 80, seen: 80, oddSinks: 0, drained: true })
    expect(run).toMatchObject({ missing: 0, outOfOrder: 0, brokenSeqs: 0, lostConnections: 0, refused: 0, unknown: 0 })
    expect(Math.abs(run.serverUserSeconds + run.serverSystemSeconds - run.serverSeconds)).toBeLessThan(0.05)
    expect(bytes).toBeGreaterThan(100_000)
  })
}
