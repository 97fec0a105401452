import { expect, test } from 'bun:test'
import { CheckpointPace } from './checkpoint-pace.ts'
import { CALM_WAL_BYTES, MOST_WAL_BYTES } from './wal-space.ts'

/** A pace on a clock that is moved by hand; `write` counts so many statements. */
function paceAt(startMs = 1_000) {
  let nowMs = startMs
  const pace = new CheckpointPace({ steadyMs: () => nowMs })
  return {
    pace,
    pass: (ms: number) => (nowMs += ms),
    write(statements: number) {
      for (let at = 0; at < statements; at++) pace.count()
    },
  }
}

test('[HOUSE-12] a checkpoint is due after 3,000 statements, and while many write not before two seconds are over', () => {
  const { pace, pass, write } = paceAt()
  write(2_999)
  expect(pace.isDue).toBe(false)
  write(1)
  expect(pace.isDue).toBe(true)
  pace.begin()
  expect(pace.isDue).toBe(false)
  write(10_000)
  pass(1_999)
  expect(pace.isDue).toBe(false)
  pass(1)
  expect(pace.isDue).toBe(true)
  pace.begin()
  pass(60_000)
  expect(pace.isDue).toBe(false)
})

test('[HOUSE-12] 24,000 statements are due whatever the clock says: the WAL is bounded by what is written', () => {
  const { pace, write } = paceAt()
  pace.begin()
  write(23_999)
  expect(pace.isDue).toBe(false)
  write(1)
  expect(pace.isDue).toBe(true)
})

test('[HOUSE-12] the blocks of a long WAL are kept while many write, and given back when they do not', () => {
  const { pace, pass, write } = paceAt()
  write(3_000)
  pace.begin()
  expect(pace.keepBytes).toBe(CALM_WAL_BYTES)
  write(20_000)
  pass(2_000)
  pace.begin()
  expect(pace.keepBytes).toBe(MOST_WAL_BYTES)
  write(3_000)
  pass(30_000)
  pace.begin()
  expect(pace.keepBytes).toBe(CALM_WAL_BYTES)
})

test('[P-16] on a full disk nothing is waited for, and the file is given back', () => {
  const { pace, pass, write } = paceAt()
  pace.begin()
  write(3_000)
  pass(10)
  expect(pace.isDue).toBe(false)
  pace.hurry()
  expect(pace.isDue).toBe(true)
  pace.begin()
  expect(pace.keepBytes).toBe(CALM_WAL_BYTES)
  expect(pace.isDue).toBe(false)
})
