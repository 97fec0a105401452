import { expect, test } from 'bun:test'
import { contestants } from '../../bench/contestants.ts'
import { withCrowd } from '../../bench/fan-out.ts'
import { buildPrograms, reasonMute } from '../../bench/generator.ts'
import { judgeFanOut } from '../../bench/judge.ts'

const MEMBERS = 12
const RATE = 40
const times = { warmS: 0.1, windowS: 0.4, drainS: 20 }
const kind = buildPrograms(false)

// What is not installed here is skipped, as it is in the benchmark.
for (const contestant of contestants) {
  const reason = contestant.missing() ?? reasonMute(kind, contestant)
  test.skipIf(reason !== null)(`[PERF 6] ${contestant.name}: all get all, in order, and all is counted`, async () => {
    const crowd = { rooms: 1, sendersEvery: 3, probesEvery: 3 }
    const { run, bytes } = await withCrowd(contestant, kind, crowd, async ({ server, generator, join }) => {
      await join(MEMBERS)
      return { run: await generator.run(RATE, times, server.pids()), bytes: server.residentBytes() }
    })
    // A box that does much else delays the edges of so short a window; what was lost or doubled it cannot hide.
    expect(judgeFanOut({ ...run, generatorSeconds: 0, rate: run.sentInWindow / run.seconds })).toEqual({ is: 'good' })
    expect(run).toMatchObject({ members: MEMBERS, sent: 20, expected: 80, seen: 80, oddSinks: 0, drained: true })
    expect(Math.abs(run.serverUserSeconds + run.serverSystemSeconds - run.serverSeconds)).toBeLessThan(0.05)
    expect(bytes).toBeGreaterThan(100_000)
  })
}
