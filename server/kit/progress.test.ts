import { expect, test } from 'bun:test'
import { isStuck, type Progress, progressOf } from './progress.ts'

/** Looks once a second; the seconds at which the reader is stuck. */
function stuckAt(waiting: readonly number[]): number[] {
  let progress: Progress = null
  return waiting.flatMap((bytes, second) => {
    progress = progressOf(progress, bytes, second * 1_000)
    return isStuck(progress, second * 1_000) ? [second] : []
  })
}

const seconds = (count: number, bytes: (second: number) => number) =>
  Array.from({ length: count }, (_, at) => bytes(at))

test('[P-12] whoever takes nothing for ten seconds while something waits is stuck', () => {
  expect(stuckAt(seconds(13, () => 500))).toEqual([11, 12])
  // What comes meanwhile is no sign of life.
  expect(stuckAt(seconds(13, (second) => 500 + second))).toEqual([11, 12])
})

test('[P-12] whoever takes a little, or has taken all, is not stuck', () => {
  expect(stuckAt(seconds(40, (second) => 500 - second))).toEqual([])
  expect(stuckAt(seconds(40, (second) => (second % 10 === 9 ? 0 : 500)))).toEqual([])
  expect(stuckAt(seconds(40, () => 0))).toEqual([])
  // Something came again: it is ten seconds from then.
  expect(stuckAt([...seconds(9, () => 500), 0, ...seconds(13, () => 500)])).toEqual([21, 22])
})
