import { expect, test } from 'bun:test'
import { waitingHere } from './waiting.ts'

test('[UX-25] of the room on the page title and icon tell what its level lets through', () => {
  const five = { count: 5, forMe: 2 }
  expect(waitingHere(five, null)).toEqual(five)
  expect(waitingHere(five, 'all')).toEqual(five)
  expect(waitingHere(five, 'mentions')).toEqual({ count: 2, forMe: 2 })
  expect(waitingHere(five, 'none')).toEqual({ count: 0, forMe: 0 })
})
