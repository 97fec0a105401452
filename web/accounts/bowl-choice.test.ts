import { expect, test } from 'bun:test'
import { bowlOf, looks } from '#protocol/looks.ts'
import { bowlsAround, CHOICES } from './bowl-choice.ts'

test('[client.md 6.8] five bowls, the proposed one in the middle, no two of one glaze or motif', () => {
  let seed = 7
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  for (let look = 0; look < looks; look++) {
    const bowls = bowlsAround(look, random)
    expect(bowls.length).toBe(CHOICES)
    expect(bowls[2]).toBe(look)
    expect(new Set(bowls.map((one) => bowlOf(one).glaze)).size).toBe(CHOICES)
    expect(new Set(bowls.map((one) => bowlOf(one).motif)).size).toBe(CHOICES)
  }
})

test('[HOUSE-13] a random source that always says the same does not hang it', () => {
  expect(bowlsAround(5, () => 0.5).length).toBeGreaterThan(0)
})
