import { expect, test } from 'bun:test'
import type { ShownLine } from '#web/store/lines.ts'
import { readersByMessage } from './readers.ts'

const person = (id: string) => ({ id, name: id, look: 1 })
const line = (seq: number, by: string): ShownLine => ({
  type: 'message.posted',
  seq,
  at: 0,
  by: person(by),
  cid: `c${seq}`,
  body: 'x',
})
const log = [line(1, 'me'), line(3, 'me'), line(4, 'bob'), line(6, 'me')]
const told = (others: string[], read: Record<string, number>) =>
  [...readersByMessage(log, 'me', { others: others.map(person), read: new Map(Object.entries(read)) })].map(
    ([seq, { people, several }]) => [seq, people.map(({ id }) => id).join(), several],
  )

test('of two: the last own message that the other has read', () => {
  expect(told(['bob'], {})).toEqual([])
  expect(told(['bob'], { bob: 2 })).toEqual([[1, 'bob', false]])
  // Numbers between messages belong to changes; own ones after the mark are not read.
  expect(told(['bob'], { bob: 5 })).toEqual([[3, 'bob', false]])
  expect(told(['bob'], { bob: 9 })).toEqual([[6, 'bob', false]])
})

test('of several: each where one has come to, and nobody twice', () => {
  expect(told(['bob', 'eve', 'ann'], { bob: 6, eve: 3, ann: 4 })).toEqual([
    [6, 'bob', true],
    [3, 'eve,ann', true],
  ])
})

test('an erased message has no readers: the one before has them', () => {
  const [first, ...others] = log.toReversed()
  const erased: ShownLine = { ...line(6, 'me'), now: { v: 7, erased: { how: 'deleted', by: person('me'), at: 0 } } }
  expect(first?.seq).toBe(6)
  const lines = [erased, ...others].toReversed()
  const found = readersByMessage(lines, 'me', { others: [person('bob')], read: new Map([['bob', 9]]) })
  expect([...found.keys()]).toEqual([3])
})
