import { expect, test } from 'bun:test'
import type { PeoplePush, PresentPerson } from '#protocol/people.ts'
import { applyPeople, type People } from './people.ts'

const person = (id: string, name = id): PresentPerson => ({ id, name, look: 1, since_ms: 1 })
const push = (part: Partial<PeoplePush>): PeoplePush => ({ room: 'r', count: 2, ...part })
const names = (state: People) => state.list && [...state.list.values()].map((one) => one.name)
const empty: People = { count: 0, list: null }

test('[HOUSE-8] all replaces, the rest changes: the sum is the same as the whole truth', () => {
  let state = applyPeople(empty, push({ all: [person('a'), person('b')] }))
  state = applyPeople(state, push({ count: 2, went: ['a'], came: [person('c')] }))
  state = applyPeople(state, push({ count: 2, changed: [person('b', 'B')] }))
  expect(names(state)).toEqual(['B', 'c'])
  expect(state).toEqual(applyPeople(empty, push({ all: [person('b', 'B'), person('c')] })))
})

test('[HOUSE-8] changes before the first list, and of people who are not here, change nothing', () => {
  expect(applyPeople(empty, push({ count: 3, came: [person('a')] }))).toEqual({ count: 3, list: null })
  const state = applyPeople(empty, push({ all: [person('a')] }))
  expect(names(applyPeople(state, push({ went: ['x'], changed: [person('y')] })))).toEqual(['a'])
})

test('[limits.listedPeople] a crowd is a number without a list, until a list comes again', () => {
  const crowd = applyPeople(applyPeople(empty, push({ all: [person('a')] })), push({ count: 501 }))
  expect(crowd).toEqual({ count: 501, list: null })
  expect(names(applyPeople(crowd, push({ all: [person('b')] })))).toEqual(['b'])
})
