import { expect, test } from 'bun:test'
import { isForMe } from './incoming.ts'

const authors = new Map([
  [1, 'pada'],
  [2, 'pbob'],
])
const forAda = (message: Parameters<typeof isForMe>[0]) => isForMe(message, 'pada', (seq) => authors.get(seq))

test('[UX-25] a message is for whom it mentions, and for whose message it answers', () => {
  expect(forAda({})).toBe(false)
  expect(forAda({ all: true })).toBe(true)
  expect(forAda({ mentions: [{ id: 'pbob', name: 'Ada' }] })).toBe(false)
  expect(
    forAda({
      mentions: [
        { id: 'pbob', name: 'Bob' },
        { id: 'pada', name: 'Ada' },
      ],
    }),
  ).toBe(true)
  expect(forAda({ re: 1 })).toBe(true)
  expect(forAda({ re: 2 })).toBe(false)
})

test('an answer to what the page does not hold has to be looked up, unless it mentions the reader', () => {
  expect(forAda({ re: 3 })).toBeUndefined()
  expect(forAda({ re: 3, mentions: [{ id: 'pada', name: 'Ada' }] })).toBe(true)
})
