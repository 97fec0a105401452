import { expect, test } from 'bun:test'
import type { MyRoom } from '#protocol/reading.ts'
import { arrange, neighbour, noteOf, usualLevel } from './room-order.ts'

const roomOf = (id: string, more: Partial<MyRoom> = {}, info: Partial<MyRoom['room']> = {}): MyRoom => ({
  room: { id, name: id, title: id, access: 'link', ...info },
  read: 0,
  read_lines: 0,
  lines: 0,
  head: 0,
  mentions: 0,
  ...more,
})
const ids = (rooms: readonly MyRoom[]) => rooms.map(({ room }) => room.id)

test('where something was said last stands first; silent rooms keep one order, archived ones stand behind', () => {
  const rooms = [
    roomOf('b'),
    roomOf('old', { at: 10 }),
    roomOf('shut', { at: 99 }, { archived: true }),
    roomOf('a'),
    roomOf('new', { at: 20 }),
  ]
  expect(ids(arrange(rooms))).toEqual(['new', 'old', 'a', 'b', 'shut'])
  expect(ids(arrange(rooms.toReversed()))).toEqual(['new', 'old', 'a', 'b', 'shut'])
})

test('a count is never below zero, and what is for oneself is never less than what is unread', () => {
  expect(noteOf(roomOf('a', { lines: 3, read_lines: 5 }))).toBeNull()
  expect(noteOf(roomOf('a', { lines: 3, read_lines: 3 }))).toBeNull()
  expect(noteOf(roomOf('a', { lines: 3, read_lines: 3, mentions: 2 }))).toEqual({ tone: 'tea', count: 2 })
})

test('the tone: tea for mentions and chats, plain for rooms, a dot where one wants to hear nothing', () => {
  const unread = { lines: 5, read_lines: 2 }
  expect(noteOf(roomOf('a', unread))).toEqual({ tone: 'plain', count: 3 })
  expect(noteOf(roomOf('a', { ...unread, mentions: 1 }))).toEqual({ tone: 'tea', count: 3 })
  expect(noteOf(roomOf('a', unread, { kind: 'chat' }))).toEqual({ tone: 'tea', count: 3 })
  expect(noteOf(roomOf('a', { ...unread, mentions: 1, level: 'none' }))).toEqual({ tone: 'dot', count: 3 })
})

test('the level that nobody chose: mentions in a room, all in a chat', () => {
  expect(usualLevel(roomOf('a').room)).toBe('mentions')
  expect(usualLevel(roomOf('a', {}, { kind: 'chat' }).room)).toBe('all')
})

test('[client.md 8] previous and next go round the ends; unread ones skip what is read or muted', () => {
  const unread = { lines: 1 }
  const rooms = [roomOf('a'), roomOf('b', unread), roomOf('c', { ...unread, level: 'none' }), roomOf('d')]
  const go = (here: string | undefined, step: 1 | -1, only = false) =>
    neighbour(rooms, here, { step, unread: only })?.room.id
  expect([go('a', 1), go('d', 1), go('a', -1)]).toEqual(['b', 'a', 'd'])
  // From a room that is not on the list.
  expect([go(undefined, 1), go('x', -1)]).toEqual(['a', 'd'])
  expect([go('a', 1, true), go('c', 1, true), go('d', -1, true), go('b', 1, true)]).toEqual(['b', 'b', 'b', undefined])
  expect(neighbour([], 'a', { step: 1, unread: false })).toBeNull()
  expect(neighbour([roomOf('a')], 'a', { step: 1, unread: false })).toBeNull()
})
