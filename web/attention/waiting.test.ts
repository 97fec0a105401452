import { expect, test } from 'bun:test'
import { marksOf } from './title-mark.ts'
import { waitingHere } from './waiting.ts'

test('[UX-25] of the room on the page title and icon tell what its level lets through', () => {
  const five = { count: 5, forMe: 2 }
  expect(waitingHere(five, null)).toEqual(five)
  expect(waitingHere(five, 'all')).toEqual(five)
  expect(waitingHere(five, 'mentions')).toEqual({ count: 2, forMe: 2 })
  expect(waitingHere(five, 'none')).toEqual({ count: 0, forMe: 0 })
  expect(waitingHere({ ...five, atLeast: true }, 'all')).toEqual({ ...five, atLeast: true })
  // Those for the reader are counted one by one.
  expect(waitingHere({ ...five, atLeast: true }, 'mentions').atLeast).toBeFalsy()
})

test.each([
  [{ count: 5, forMe: 0 }, '5'],
  [{ count: 5, forMe: 2 }, '@2 · 5'],
  [{ count: 2, forMe: 2 }, '@2'],
  [{ count: 100, forMe: 100 }, '@99+'],
  [{ count: 120, forMe: 2 }, '@2 · 99+'],
  [{ count: 50, forMe: 0, atLeast: true }, '50+'],
  [{ count: 50, forMe: 2, atLeast: true }, '@2 · 50+'],
  [{ count: 500, forMe: 0, atLeast: true }, '99+'],
])('[UX-25] [UX-15] %j stands in the title as %s', (waits, marks) => {
  expect(marksOf(waits, String)).toBe(marks)
})
