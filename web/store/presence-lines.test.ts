import { expect, test } from 'bun:test'
import type { PeoplePush, PresentPerson } from '#protocol/people.ts'
import { applyPresence, emptyPresence, nextSettling, type Presence, settlePresence } from './presence-lines.ts'

const person = (name: string, id = `p-${name}`): PresentPerson => ({ id, name, look: 1, since_ms: 0 })
const push = (part: Partial<PeoplePush>): PeoplePush => ({ room: 'r', count: 0, ...part })
const at = (ms: number, head = 10) => ({ head, ms, mine: 'p-me' })
const start = (...names: string[]): Presence =>
  applyPresence(emptyPresence, push({ all: names.map((name) => person(name)) }), at(0))
const tell = (state: Presence) =>
  state.lines.map(
    (line) => `${line.kind} ${line.from ? `${line.from}>` : ''}${line.people.map((one) => one.name)} ${line.count}`,
  )

test('[client.md 6.7] who is here already makes no line, who comes makes one', () => {
  const state = applyPresence(start('a', 'b'), push({ came: [person('c')] }), at(1))
  expect(tell(start('a', 'b'))).toEqual([])
  expect(tell(state)).toEqual(['came c 1'])
  expect(state.lines[0]?.afterSeq).toBe(10)
})

test('[UX-17] forty who come one after another are one line with all names and the right number', () => {
  let state = start()
  for (let n = 0; n < 40; n++) state = applyPresence(state, push({ came: [person(`n${n}`)] }), at(n))
  expect(state.lines.length).toBe(1)
  expect(state.lines[0]?.count).toBe(40)
  expect(state.lines[0]?.people.map((one) => one.name)).toEqual(Array.from({ length: 40 }, (_, n) => `n${n}`))
})

test('[UX-17] a message between them parts two folds', () => {
  let state = applyPresence(start(), push({ came: [person('a')] }), at(1, 10))
  state = applyPresence(state, push({ came: [person('b')] }), at(2, 11))
  expect(tell(state)).toEqual(['came a 1', 'came b 1'])
})

test('[UX-17] to leave and to return within a minute shows nothing', () => {
  let state = applyPresence(start('a'), push({ went: ['p-a'] }), at(0))
  state = settlePresence(state, at(30_000))
  state = applyPresence(state, push({ came: [person('a')] }), at(30_000))
  expect(tell(settlePresence(state, at(300_000)))).toEqual([])
})

test('[client.md 6.7] who stays away for a minute has left', () => {
  const state = applyPresence(start('a'), push({ went: ['p-a'] }), at(5))
  expect(nextSettling(state)).toBe(60_005)
  expect(tell(settlePresence(state, at(60_004)))).toEqual([])
  expect(tell(settlePresence(state, at(60_005)))).toEqual(['went a 1'])
})

test('[client.md 6.7] to come and to leave cancel out while nothing was said', () => {
  let state = applyPresence(start(), push({ came: [person('a'), person('b')] }), at(0))
  state = applyPresence(state, push({ went: ['p-a'] }), at(1_000))
  expect(tell(settlePresence(state, at(70_000)))).toEqual(['came b 1'])
  expect(tell(settlePresence(state, at(70_000, 11)))).toEqual(['came a,b 2', 'went a 1'])
})

test('[client.md 6.8] another name is a line, and back again is none', () => {
  const state = applyPresence(start('a'), push({ changed: [person('z', 'p-a')] }), at(1))
  expect(tell(state)).toEqual(['renamed a>z 1'])
  expect(tell(applyPresence(state, push({ changed: [person('y', 'p-a')] }), at(2)))).toEqual(['renamed a>y 1'])
  expect(tell(applyPresence(state, push({ changed: [person('a')] }), at(2)))).toEqual([])
})

test('[client.md 6.7] oneself makes no line by coming', () => {
  const state = applyPresence(start('a'), push({ came: [person('me')] }), at(1))
  expect(tell(state)).toEqual([])
  expect(tell(applyPresence(state, push({ went: ['p-me'] }), at(2))).length).toBe(0)
})

test('[client.md 6.7] after a reconnect only the difference counts, and only who stays away has left', () => {
  let state = applyPresence(start('a', 'b'), push({ all: [person('c')] }), at(1))
  state = applyPresence(state, push({ all: [person('a'), person('c')] }), at(2))
  expect(tell(settlePresence(state, at(90_000)))).toEqual(['came c 1', 'went b 1'])
})

test('[HOUSE-12] a crowd without a list makes no lines, and lines are bounded', () => {
  let state = applyPresence(start('a'), push({ count: 900 }), at(1))
  state = applyPresence(state, push({ came: [person('b')] }), at(2))
  expect(tell(state)).toEqual([])
  state = start()
  for (let n = 0; n < 500; n++) state = applyPresence(state, push({ came: [person(`n${n}`)] }), at(n, n))
  expect(state.lines.length).toBe(100)
})
