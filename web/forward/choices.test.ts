import { expect, test } from 'bun:test'
import type { MyRoom } from '#protocol/reading.ts'
import { roomsToChoose, withRecent } from './choices.ts'

const my = (id: string, more: Partial<MyRoom['room']> = {}): MyRoom => ({
  room: { id, name: id, title: id, access: 'link', ...more },
  read: 0,
  read_lines: 0,
  lines: 0,
  head: 0,
  mentions: 0,
})
const ids = (rooms: readonly MyRoom[]) => rooms.map(({ room }) => room.id)

test('where one forwarded last comes first, the room of the page last, an archived one not at all', () => {
  const rooms = [my('a'), my('b'), my('c', { archived: true }), my('d'), my('e')]
  expect(ids(roomsToChoose(rooms, [], 'a'))).toEqual(['b', 'd', 'e', 'a'])
  expect(ids(roomsToChoose(rooms, ['e', 'gone', 'd'], 'a'))).toEqual(['e', 'd', 'b', 'a'])
  expect(ids(roomsToChoose(rooms, ['a'], 'a'))).toEqual(['b', 'd', 'e', 'a'])
})

test('[HOUSE-12] a few are remembered', () => {
  expect(withRecent(['a', 'b'], ['b', 'c'])).toEqual(['b', 'c', 'a'])
  expect(withRecent(['a', 'b', 'c', 'd', 'e'], ['f'])).toEqual(['f', 'a', 'b', 'c', 'd'])
})
