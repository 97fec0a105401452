import { expect, test } from 'bun:test'
import { climb, rounded, type Tried } from './climb.ts'

/** Climbs where up to `limit` holds; tells what was tried. */
async function climbTo(limit: number, { first = 500, least = 10, most = 100_000, tries = 99 } = {}) {
  const tried: number[] = []
  const height = await climb({ first, least, most }, async (at): Promise<Tried> => {
    if (tried.length === tries) return 'late'
    tried.push(at)
    return at <= limit ? 'held' : 'failed'
  })
  return { ...height, tried }
}

test('a climb doubles until it is too much, then halves the gap', async () => {
  expect(await climbTo(6_900)).toEqual({
    held: 6_500,
    end: 'knee',
    tried: [500, 1_000, 2_000, 4_000, 8_000, 6_000, 7_000, 6_500],
  })
})

test('it goes down where the first step is too much already, and says where nothing holds', async () => {
  expect(await climbTo(70)).toMatchObject({ held: 69, end: 'knee' })
  expect(await climbTo(3)).toEqual({ held: 0, end: 'knee', tried: [500, 250, 125, 62, 31, 15, 10] })
})

test('it ends at the most that can be tried, and when the time is over', async () => {
  expect(await climbTo(9_999, { most: 3_000 })).toEqual({ held: 3_000, end: 'most', tried: [500, 1_000, 2_000, 3_000] })
  expect(await climbTo(9_999, { most: 300 })).toEqual({ held: 300, end: 'most', tried: [300] })
  expect(await climbTo(9_999, { tries: 2 })).toEqual({ held: 1_000, end: 'late', tried: [500, 1_000] })
  expect(await climbTo(9_999, { tries: 0 })).toEqual({ held: 0, end: 'late', tried: [] })
  expect(await climbTo(700, { tries: 2 })).toEqual({ held: 500, end: 'knee', tried: [500, 1_000] })
})

test('a figure has two digits', () => {
  expect([0, 7, 99.9, 123, 6_999, 19_432].map(rounded)).toEqual([0, 7, 99, 120, 6_900, 19_000])
})
