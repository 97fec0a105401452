import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { limits } from '#protocol/limits.ts'
import { boxOf, mostOf } from './boxes.ts'
import { cellsOf, rowHeights } from './grid.ts'

const picture = (width: number, height: number) => ({ kind: 'picture', width, height }) as const
const box = (width: number, height: number, captioned = false) => boxOf([picture(width, height)], 300, captioned)

describe('the place of one picture', () => {
  test('[UX-22] keeps its shape within 300 × 300, on a phone within 264', () => {
    expect(box(3000, 2000)).toEqual({ width: 300, height: 200 })
    expect(box(2000, 3000)).toEqual({ width: 200, height: 300 })
    expect(boxOf([picture(3000, 2000)], mostOf(true), false)).toEqual({ width: 264, height: 176 })
    expect(box(200, 160)).toEqual({ width: 200, height: 160 })
  })
  test('a very wide or tall one is cut, a tiny one has room around it', () => {
    expect(box(4000, 100)).toEqual({ width: 300, height: 120 })
    expect(box(100, 4000)).toEqual({ width: 120, height: 300 })
    expect(box(8, 8)).toEqual({ width: 120, height: 120 })
  })
  test('words below, and the controls of a video, have room', () => {
    expect(box(900, 1600)).toEqual({ width: 169, height: 300 })
    expect(box(900, 1600, true)).toEqual({ width: 220, height: 300 })
    expect(boxOf([{ kind: 'video', width: 900, height: 1600 }], 300, false)).toEqual({ width: 220, height: 300 })
  })
  test('a video that does not tell its size has the shape of most', () => {
    expect(boxOf([{ kind: 'video' }], 300, false)).toEqual({ width: 300, height: 169 })
  })
  test('whatever the sizes are, it is never larger than allowed and never too small to press', () => {
    const side = fc.integer({ min: 1, max: limits.pictureSide })
    fc.assert(
      fc.property(side, side, fc.boolean(), fc.boolean(), (width, height, phone, captioned) => {
        const most = mostOf(phone)
        const found = boxOf([picture(width, height)], most, captioned)
        for (const one of [found.width, found.height]) {
          expect(Number.isInteger(one)).toBe(true)
          expect(one).toBeGreaterThanOrEqual(120)
          expect(one).toBeLessThanOrEqual(most)
        }
      }),
    )
  })
})

describe('the grid of several', () => {
  test.each([2, 3, 4, 5, 6, 7, 8, 9, limits.messageFiles])(
    '%i pictures fill their place and nothing lies over another',
    (count) => {
      const cells = cellsOf(count)
      expect(cells).toHaveLength(count)
      const taken = new Set<string>()
      for (const { column, row } of cells) {
        const [left = 0, right = 0] = column.split(' / ').map(Number)
        const [top = 0, bottom = 0] = row.split(' / ').map(Number)
        for (let x = left; x < right; x++)
          for (let y = top; y < bottom; y++) {
            expect(taken.has(`${x} ${y}`)).toBe(false)
            taken.add(`${x} ${y}`)
          }
      }
      const rows = rowHeights(count).startsWith('repeat') ? Number(/\d+/.exec(rowHeights(count))?.[0]) : 2
      expect(taken.size).toBe(12 * rows)
    },
  )
  test('[UX-10] its height is known from the number alone', () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 })), {
      minLength: 2,
      maxLength: limits.messageFiles,
    })
    fc.assert(
      fc.property(sizes, (all) => {
        const found = boxOf(
          all.map(([width, height]) => picture(width, height)),
          300,
          false,
        )
        expect(found).toEqual(boxOf(Array(all.length).fill(picture(1, 1)), 300, true))
        expect(found.height).toBeGreaterThanOrEqual(200)
        expect(found.height).toBeLessThanOrEqual(300)
      }),
    )
  })
})
