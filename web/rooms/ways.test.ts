import { expect, test } from 'bun:test'
import type { Person } from '#protocol/people.ts'
import type { MyRoom } from '#protocol/reading.ts'
import { waysTo } from './ways.ts'

const person = (id: string, name: string): Person => ({ id, name, look: 0 })
const roomOf = (id: string, title: string, more: Partial<MyRoom> = {}, info: Partial<MyRoom['room']> = {}): MyRoom => ({
  room: { id, name: id, title, access: 'link', ...info },
  read: 0,
  read_lines: 0,
  lines: 0,
  head: 0,
  mentions: 0,
  ...more,
})
const chat = (id: string, other: Person): MyRoom =>
  roomOf(id, '', {}, { kind: 'chat', access: 'private', people: [person('me', 'Me'), other] })

const tea = roomOf('tea', '茶馆', { at: 1 })
const hike = roomOf('hike', '周末去爬山', { at: 3 })
const green = roomOf('green', 'Green tea', { at: 2 })
const known = {
  query: '',
  mine: [tea, hike, green],
  people: [],
  listed: [],
  recent: [],
  here: 'tea',
  me: 'me',
  nameOf: ({ title, people }: MyRoom['room']) => title || (people?.find(({ id }) => id !== 'me')?.name ?? ''),
}
const keys = (change: Partial<Parameters<typeof waysTo>[0]>) => waysTo({ ...known, ...change }).map(({ key }) => key)

test('without a question: where one was last, then where something was said last; never where one is', () => {
  expect(keys({})).toEqual(['m-hike', 'm-green'])
  expect(keys({ recent: ['tea', 'green'] })).toEqual(['m-green', 'm-hike'])
})

test('rooms, then people, then the directory, then a new room; pinyin and addresses find too', () => {
  const listed = [{ room: { id: 'zm', name: 'zm', title: '周末读书', access: 'open' as const }, people: 3 }]
  expect(keys({ query: 'zhoumo', people: [person('p', '周末')], listed })).toEqual(['m-hike', 'p-p', 'l-zm', 'make'])
  expect(keys({ query: 'hike' })).toEqual(['m-hike', 'make'])
  expect(keys({ query: 'tea', recent: ['green'], here: undefined })).toEqual(['m-tea', 'm-green', 'make'])
})

test('nothing twice: not a person with whom one has a chat, not oneself, not a listed room that is one’s own', () => {
  const bo = person('bo', 'Bo')
  const mine = [...known.mine, chat('c', bo)]
  expect(
    keys({ query: 'bo', mine, people: [bo, person('me', 'Bob'), { ...person('old', 'Bod'), classic: true }] }),
  ).toEqual(['m-c', 'make'])
  const listed = [green, tea].map(({ room }) => ({ room, people: 0 }))
  expect(keys({ query: 'Green tea', listed })).toEqual(['m-green'])
})

test('[HOUSE-12] what is shown at once is bounded', () => {
  const people = Array.from({ length: 50 }, (_, at) => person(`p${at}`, `Ann ${at}`))
  const mine = Array.from({ length: 90 }, (_, at) => roomOf(`r${at}`, `Annex ${at}`))
  expect(keys({ mine }).length).toBe(40)
  expect(keys({ mine, people, query: 'ann' }).length).toBe(12 + 8 + 1)
})
