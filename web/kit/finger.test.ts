import { describe, expect, test } from 'bun:test'
import { goesOn, resisted, Trail } from './finger.ts'
import { wayOf } from './finger-way.ts'

const from = { x: 200, y: 400 }
const by = (across: number, along: number) => wayOf(from, { x: 200 + across, y: 400 + along })

describe('which way a finger goes', () => {
  test('it rests until it has moved', () => expect([by(0, 0), by(9, 0), by(-6, 8)]).toEqual([null, null, null]))
  test('straight ways', () =>
    expect([by(20, 0), by(-20, 0), by(0, 20), by(0, -20)]).toEqual(['right', 'left', 'down', 'up']))
  test('scrolling wins what lies between', () => {
    expect([by(20, 20), by(20, 18), by(-20, -19)]).toEqual(['down', 'down', 'up'])
    expect([by(20, 12), by(-20, 12)]).toEqual(['right', 'left'])
  })
})

describe('how a thing follows', () => {
  const bounds = { free: 56, more: 24 }
  test('as the finger does, up to the place where it counts', () =>
    expect([-5, 0, 30, 56].map((px) => resisted(px, bounds))).toEqual([0, 0, 30, 56]))
  test('then ever less, never back, and never past its bound', () => {
    const far = [60, 80, 120, 400, 4_000].map((px) => resisted(px, bounds))
    expect(far).toEqual([...far].sort((one, other) => one - other))
    expect(far[0]).toBeGreaterThan(56)
    expect(far.at(-1)).toBeLessThan(80)
  })
})

describe('letting go', () => {
  test('past the middle it goes on, before it comes back', () =>
    expect([170, 140].map((moved) => goesOn({ moved, size: 300, speed: 0 }))).toEqual([true, false]))
  test('a throw decides, either way', () => {
    expect(goesOn({ moved: 30, size: 300, speed: 0.9 })).toBe(true)
    expect(goesOn({ moved: 280, size: 300, speed: -0.9 })).toBe(false)
  })
  test('what was not moved goes nowhere', () => expect(goesOn({ moved: 0, size: 300, speed: 2 })).toBe(false))
})

describe('speed', () => {
  const trail = (spots: readonly (readonly [x: number, ms: number])[]) => {
    const made = new Trail()
    for (const [x, ms] of spots) made.add({ x, y: 0, ms })
    return made
  }
  test('is that of the last tenth of a second', () =>
    expect(
      trail([
        [0, 0],
        [10, 900],
        [60, 950],
        [110, 1_000],
      ]).speed('right', 1_000),
    ).toBe(1))
  test('has a direction', () =>
    expect(
      trail([
        [100, 0],
        [50, 50],
      ]).speed('left', 50),
    ).toBe(1))
  test('is none of a finger that has stopped, or has only come', () => {
    expect(
      trail([
        [0, 0],
        [100, 50],
      ]).speed('right', 400),
    ).toBe(0)
    expect(trail([[0, 0]]).speed('right', 0)).toBe(0)
    expect(trail([]).speed('right', 0)).toBe(0)
  })
})
