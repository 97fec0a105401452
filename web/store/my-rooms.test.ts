import { expect, test } from 'bun:test'
import type { MyRoom } from '#protocol/reading.ts'
import { levelOf, totalsOf, unreadOf } from './my-rooms.ts'

const mine = (more: Partial<MyRoom>, kind?: 'chat'): MyRoom => ({
  room: { id: 'r1', name: 'r1', title: 'r1', access: 'link', ...(kind && { kind }) },
  read: 0,
  read_lines: 2,
  lines: 5,
  head: 9,
  mentions: 1,
  ...more,
})

test('in a room mentions call, in a chat everything does, unless something else was chosen', () => {
  expect(levelOf(mine({}))).toBe('mentions')
  expect(levelOf(mine({}, 'chat'))).toBe('all')
  expect(levelOf(mine({ level: 'none' }, 'chat'))).toBe('none')
  expect(levelOf(mine({ level: 'all' }))).toBe('all')
})

test('not read is what the log has more than one has read, never less than nothing', () => {
  expect(unreadOf(mine({}))).toBe(3)
  expect(unreadOf(mine({ read_lines: 9 }))).toBe(0)
})

test('totals go by the level; a room of which one wants nothing counts nowhere', () => {
  expect(totalsOf([])).toEqual({ mentions: 0, unread: 0, rooms: 0 })
  const rooms = [mine({}), mine({}, 'chat'), mine({ level: 'none', mentions: 7 }), mine({ read_lines: 5, mentions: 0 })]
  expect(totalsOf(rooms)).toEqual({ mentions: 2, unread: 3, rooms: 2 })
})
