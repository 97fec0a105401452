import { expect, test } from 'bun:test'
import { nextRow, rowsInView } from './row-window.ts'

test('[client.md 11] of many rows only those near the view are built, and the one with the focus', () => {
  const rows = rowsInView(500, 52, { top: 5_200, height: 520 }, 3)
  expect(rows[0]).toBe(3)
  expect(rows[1]).toBe(92)
  expect(rows.at(-1)).toBe(118)
  expect(rowsInView(500, 52, { top: 0, height: 520 }, 0)[0]).toBe(0)
  expect(rowsInView(500, 52, { top: 25_480, height: 520 }, 499).at(-1)).toBe(499)
})

test('[client.md 11] a scroll position past the end builds no row that is not there', () => {
  expect(rowsInView(10, 52, { top: 99_999, height: 520 }, 0).every((row) => row >= 0 && row < 10)).toBe(true)
  expect(rowsInView(0, 52, { top: 0, height: 520 }, 0)).toEqual([])
})

test('[UX-2] arrows, Home and End stay inside the list', () => {
  expect(nextRow('ArrowDown', 4, 5)).toBe(4)
  expect(nextRow('ArrowUp', 0, 5)).toBe(0)
  expect(nextRow('Home', 3, 5)).toBe(0)
  expect(nextRow('End', 3, 5)).toBe(4)
  expect(nextRow('Enter', 3, 5)).toBeNull()
})
