import { expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { kill } from './faults/f-01-kill.ts'
import { full } from './faults/f-04-full.ts'
import { cutLines } from './faults/f-06-cut.ts'
import { sigterm } from './faults/f-08-sigterm.ts'
import { deafReaders } from './faults/f-11-slow-readers.ts'
import { Session } from './session.ts'
import { summaryOf, verdictOf } from './summary.ts'
import { Chance } from './world/chance.ts'

setDefaultTimeout(TEST_MS)

// Another seed each time: what it finds is a bug, and `npm run faults -- --seed` repeats it.
test('[F-1] [F-4] [F-6] [F-8] [F-11] [P-1] [P-3] [P-5] [P-8] [P-11] [P-15] [P-17] a hundred people talk while their server is broken five times: nothing is lost', async () => {
  const told: string[] = []
  const outcome = await new Session({
    chance: new Chance(Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9))),
    ms: 60_000,
    everyMs: 800,
    clients: 100,
    messagesPerSecond: 30,
    goingsPerSecond: 4,
    faults: [kill, full, cutLines, sigterm, deafReaders],
    once: true,
    diskMegabytes: 96,
    say: (line) => told.push(line),
  }).run()
  if (verdictOf(outcome) !== 'clean') throw new Error(`${told.join('\n')}\n${summaryOf(outcome)}`)
  expect(outcome.report.checked.acknowledged).toBeGreaterThan(100)
  expect(outcome.report.checked.received).toBeGreaterThan(1_000)
  expect(outcome.report.checked.pushed).toBeGreaterThan(10)
  expect(outcome.report.checked.downloaded).toBeGreaterThan(5)
  expect(outcome.report.checked.classic).toBeGreaterThan(10)
  expect(outcome.report.checked.carded).toBeGreaterThan(10)
  expect(outcome.report.checked.packed).toBeGreaterThan(3)
  expect(outcome.report.checked.pictured).toBeGreaterThan(3)
  expect(outcome.report.checked.stickers).toBeGreaterThan(3)
  expect(outcome.done.length + outcome.skipped.length).toBe(5)
})
