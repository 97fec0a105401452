import { expect, test } from 'bun:test'
import { endedOf } from './kept-files.ts'

const left = (id: string, bytes: number, atMs?: number) => ({ id, bytes, ...(atMs !== undefined && { atMs }) })
const ended = (room: number) => endedOf(all, room).map(({ id }) => id)
const all = [left('older', 40, 2), left('undated', 5), left('newest', 30, 3), left('old', 20, 1)]

test('[HOUSE-12] what people left who are gone makes room, the oldest first, and only as much as is needed', () => {
  expect(ended(95)).toEqual([])
  expect(ended(94)).toEqual(['undated'])
  expect(ended(89)).toEqual(['old', 'undated'])
  expect(ended(30)).toEqual(['older', 'old', 'undated'])
  expect(ended(-1)).toEqual(['newest', 'older', 'old', 'undated'])
})
