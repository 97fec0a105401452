import { expect, test } from 'bun:test'
import { CELL_PX, heightOf, moveInGrid, rowOf, rowsInView, rowsOf, sectionAt, TITLE_PX } from './grid-rows.ts'

const section = (key: string, length: number) => ({ key, title: key, items: Array.from({ length }) })
// 0 1 2 3 / 4 | 5 6 7 8 / 9 10
const rows = rowsOf([section('recent', 5), section('smileys', 6)], 4)
const press = (key: string, cell: number, ctrlKey = false) => moveInGrid(rows, cell, { key, ctrlKey, metaKey: false })

test('a heading, then lines of cells, one under the other', () => {
  expect(rows.map((row) => (row.kind === 'title' ? row.title : [row.from, row.to]))).toEqual([
    'recent',
    [0, 4],
    [4, 5],
    'smileys',
    [5, 9],
    [9, 11],
  ])
  expect(heightOf(rows)).toBe(2 * TITLE_PX + 4 * CELL_PX)
  expect(rowOf(rows, 9)?.top).toBe(2 * TITLE_PX + 3 * CELL_PX)
  expect(rowOf(rows, 11)).toBeNull()
  expect(heightOf(rowsOf([], 4))).toBe(0)
})

test('[UX-23] arrows, Home and End move through all groups and stop at the ends', () => {
  expect(press('ArrowRight', 3)).toBe(4)
  expect(press('ArrowRight', 4)).toBe(5)
  expect(press('ArrowLeft', 5)).toBe(4)
  expect(press('ArrowLeft', 0)).toBe(0)
  expect(press('ArrowRight', 10)).toBe(10)
  expect(press('Home', 7)).toBe(5)
  expect(press('End', 5)).toBe(8)
  expect(press('Home', 7, true)).toBe(0)
  expect(press('End', 0, true)).toBe(10)
})

test('[UX-23] up and down keep the column where the line is long enough; up from the first line leads out', () => {
  expect(press('ArrowDown', 0)).toBe(4)
  expect(press('ArrowDown', 3)).toBe(4)
  expect(press('ArrowUp', 7)).toBe(4)
  expect(press('ArrowUp', 10)).toBe(6)
  expect(press('ArrowDown', 10)).toBe(10)
  expect(press('ArrowUp', 2)).toBe('out')
  expect(press('PageDown', 1)).toBe(10)
  expect(press('PageUp', 10)).toBe(1)
})

test('other keys, and a cell that is not there, lead nowhere', () => {
  expect(press('a', 0)).toBeNull()
  expect(press('Tab', 0)).toBeNull()
  expect(press('ArrowDown', 99)).toBeNull()
  expect(moveInGrid([], 0, { key: 'ArrowDown', ctrlKey: false, metaKey: false })).toBeNull()
})

test('[HOUSE-12] only what is in view is built, and the row of the focus', () => {
  const many = rowsOf([section('all', 1_900)], 8)
  const built = rowsInView(many, { top: 4_000, height: 252 }, 3)
  expect(built.length).toBeLessThan(20)
  expect(built[0]).toBe(many[1])
  expect(built.every((row) => row === many[1] || Math.abs(row.top - 4_000) < 600)).toBe(true)
})

test('the tab follows the scrolling', () => {
  expect(sectionAt(rows, 0)).toBe('recent')
  expect(sectionAt(rows, TITLE_PX + 2 * CELL_PX)).toBe('smileys')
  expect(sectionAt([], 0)).toBeNull()
})
