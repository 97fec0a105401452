import { expect, test } from 'bun:test'
import { withMark } from './marked-people.ts'

const ada = { id: 'ada', name: 'Ada', look: 1 }
const bob = { id: 'bob', name: 'Bob', look: 2 }

test('a mark is made once, and lifted alone', () => {
  const once = withMark({ ignored: [], refused: [bob] }, ada, { mark: 'ignored', on: true })
  expect(withMark(once, ada, { mark: 'ignored', on: true })).toEqual({ ignored: [ada], refused: [bob] })
  expect(withMark(once, ada, { mark: 'refused', on: true })).toEqual({ ignored: [ada], refused: [bob, ada] })
  expect(withMark(once, ada, { mark: 'ignored', on: false })).toEqual({ ignored: [], refused: [bob] })
})
