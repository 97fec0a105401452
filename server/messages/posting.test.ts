import { expect, test } from 'bun:test'
import { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { Posting } from './posting.ts'

function posting() {
  const limiter = (burst: number) => new Limiter({ burst, perSecond: 1 }, () => 0)
  return new Posting({ people: limiter(2), rooms: limiter(3) })
}

const refusal = (act: () => void): unknown => {
  try {
    act()
    return null
  } catch (error) {
    return error
  }
}

test('[HOUSE-12] a room hears so many messages from all together, and whoever is refused for that has taken none of its own', () => {
  const budget = posting()
  budget.require('ada', 'tea')
  budget.require('ada', 'tea')
  budget.require('bob', 'tea')
  expect(refusal(() => budget.require('bob', 'tea'))).toBeInstanceOf(Refusal)
  expect(refusal(() => budget.require('eve', 'tea'))).toMatchObject({ code: 'rate_limited' })
  // Another room is another budget …
  budget.require('bob', 'den')
  budget.giveBack('ada', 'tea')
  // … and what was refused left Bob the one that he had.
  budget.require('bob', 'tea')
  expect(refusal(() => budget.require('bob', 'tea'))).toBeInstanceOf(Refusal)
})
