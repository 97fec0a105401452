import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { fit, MOST_SCALE, swipeOf, wholeView, within, zoomAt } from './zoom.ts'

const stage = { width: 1000, height: 600 }
const shown = { width: 800, height: 600 }

describe('a picture on the stage', () => {
  test('is whole, and never larger than it is', () => {
    expect(fit({ width: 4000, height: 2000 }, stage)).toEqual({ width: 1000, height: 500 })
    expect(fit({ width: 300, height: 3000 }, stage)).toEqual({ width: 60, height: 600 })
    expect(fit({ width: 40, height: 20 }, stage)).toEqual({ width: 40, height: 20 })
  })
  test('what lies under the pointer stays there when it grows', () => {
    const near = zoomAt(wholeView, 2, { x: 100, y: 50 }, shown, stage)
    expect(near).toEqual({ scale: 2, x: -100, y: -50 })
    expect(zoomAt(near, 0.5, { x: 100, y: 50 }, shown, stage)).toEqual(wholeView)
  })
  test('is never smaller than whole, never too large, and never out of sight', () => {
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true })
    const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -300, max: 300 }) })
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, place), { maxLength: 20 }), (steps) => {
        const end = steps.reduce((view, [by, at]) => zoomAt(view, by, at, shown, stage), wholeView)
        expect(end.scale).toBeGreaterThanOrEqual(1)
        expect(end.scale).toBeLessThanOrEqual(MOST_SCALE)
        expect(within(end, shown, stage)).toEqual(end)
        if (end.scale === 1) expect(end).toEqual(wholeView)
      }),
    )
  })
})

test('a finger goes on, goes back, closes, or only trembled', () => {
  expect(swipeOf({ x: -80, y: 20 })).toBe('next')
  expect(swipeOf({ x: 80, y: -20 })).toBe('previous')
  expect(swipeOf({ x: 10, y: 120 })).toBe('close')
  expect(swipeOf({ x: 10, y: -120 })).toBe('close')
  expect(swipeOf({ x: 12, y: 30 })).toBeNull()
})
