import { expect, test } from 'bun:test'
import { bowlShapes, bowlSvg } from './bowl-shapes.ts'
import { lookOf, looks } from './looks.ts'

test('[D-39] each of the 1,080 looks is a drawing of its own, with no broken number in it', () => {
  const seen = new Set<string>()
  for (let look = 0; look < looks; look++) {
    const svg = bowlSvg(look)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    expect(bowlShapes(look).length).toBeLessThanOrEqual(9)
    seen.add(svg)
  }
  expect(looks).toBe(1_080)
  expect(seen.size).toBe(looks)
})

test('[D-39] every colour is an OKLCH colour inside its range', () => {
  for (let look = 0; look < looks; look++) {
    for (const [, attributes] of bowlShapes(look)) {
      for (const value of [attributes['fill'], attributes['stroke']]) {
        if (typeof value !== 'string' || value === 'none' || value === '#fff') continue
        const [, lightness] = /^oklch\(([\d.]+) [\d.]+ \d+\)$/.exec(value) ?? []
        expect(Number(lightness)).toBeGreaterThan(0.05)
        expect(Number(lightness)).toBeLessThanOrEqual(1)
      }
    }
  }
})

test('[D-39] any id has a look, and many ids use all of them', () => {
  const used = new Set(Array.from({ length: 20_000 }, (_, at) => lookOf(`p${at.toString(32).padStart(16, '0')}`)))
  expect(used.size).toBe(looks)
})
