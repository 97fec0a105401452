import { expect, test } from 'bun:test'
import type { MyRoom } from '#protocol/reading.ts'
import { FakeWorld } from '#tests/kit/fake-platform.ts'
import { holdClient, online } from '#tests/kit/held-client.ts'
import { followMyRooms } from './my-rooms.ts'
import { Disconnected, Refused } from './refused.ts'
import type { Status } from './status.ts'

const mine = (id: string, more: Partial<MyRoom> = {}): MyRoom => ({
  room: { id, name: id, title: id, access: 'link' },
  read: 0,
  read_lines: 0,
  lines: 0,
  head: 0,
  mentions: 0,
  ...more,
})

function open({ status = online() }: { status?: Status } = {}) {
  const world = new FakeWorld()
  const held = holdClient({ status, settle: () => world.settle() })
  const list = followMyRooms({ client: held.client, platform: world.platform() })
  const unread = (id: string) => {
    const found = list.rooms?.find(({ room }) => room.id === id)
    return found && found.lines - found.read_lines
  }
  return { ...held, world, list, unread }
}

test('the list is asked for after each hello of somebody who has entered, and is sorted by what was said last', async () => {
  const { list, asked, become, next } = open({ status: { name: 'connecting' } })
  expect(asked).toEqual([])
  become(online())
  expect(await next({ rooms: [mine('quiet'), mine('old', { at: 1 }), mine('new', { at: 2 })] })).toEqual([
    'room.mine',
    {},
  ])
  expect(list.rooms?.map(({ room }) => room.id)).toEqual(['new', 'old', 'quiet'])
  become({ name: 'connecting', lostMs: 0 })
  become(online())
  expect(asked.map(({ name }) => name)).toEqual(['room.mine'])
  // What was lost is asked for with the next hello, what is refused for now after the time given.
  await next(new Disconnected())
  become(online())
  await next(new Refused({ code: 'rate_limited', retry_after_ms: 1_000 }))
  expect(asked).toEqual([])
})

test('who only looks has no list, until it enters', () => {
  const { list, asked, become } = open({ status: online(false) })
  expect(asked).toEqual([])
  expect(list.rooms).toBe(null)
  become(online(true))
  expect(asked).toHaveLength(1)
})

test('what changes meanwhile is heard: bells, marks of other devices, new rooms and those that are gone', async () => {
  const { list, says, next, unread } = open()
  await next({ rooms: [mine('r1', { at: 5 }), mine('r2', { at: 1 })] })
  says('bells', { rooms: { r2: [4, 3, 9], unknown: [1, 1, 1] } })
  expect(unread('r2')).toBe(3)
  expect(list.rooms?.[0]?.room.id).toBe('r2')
  // A bell that comes late changes nothing.
  says('bells', { rooms: { r2: [3, 2, 8] } })
  expect(unread('r2')).toBe(3)
  says('read', { room: 'r2', read: 3, read_lines: 2, mentions: 1, first_mention: 4 })
  expect(list.rooms?.[0]).toMatchObject({ read: 3, read_lines: 2, mentions: 1, first_mention: 4 })
  says('read', { room: 'r2', read: 2, read_lines: 1, mentions: 2, first_mention: 3 })
  expect(list.rooms?.[0]).toMatchObject({ read: 3, mentions: 1 })
  says('mine', { changed: [mine('r3', { at: 10 })], gone: ['r1'] })
  expect(list.rooms?.map(({ room }) => room.id)).toEqual(['r3', 'r2'])
})

test('[P-34] a mark is shown at once and said once a second, the latest alone; in between nothing flickers', async () => {
  const { world, list, asked, says, next, unread } = open()
  await next({ rooms: [mine('r1', { head: 5, lines: 5, mentions: 2, first_mention: 2 })] })
  list.markRead('r1', 5)
  expect(list.rooms?.[0]).toMatchObject({ read: 5, read_lines: 5, mentions: 0 })
  list.markRead('r1', 6)
  list.markRead('r1', 7)
  list.markRead('r1', 4)
  expect(await next({ read: 5, read_lines: 5, mentions: 0 })).toEqual(['room.read', { room: 'r1', seq: 5 }])
  says('bells', { rooms: { r1: [7, 7, 1] } })
  expect(unread('r1')).toBe(0)
  expect(asked).toEqual([])
  await world.pass(1_000)
  expect(await next({ read: 7, read_lines: 7, mentions: 0 })).toEqual(['room.read', { room: 'r1', seq: 7 }])
  expect(unread('r1')).toBe(0)
  await world.pass(5_000)
  expect(asked).toEqual([])
  // The server has it: it is not said again.
  list.markRead('r1', 7)
  list.markRead('r1', 3)
  expect(asked).toEqual([])
})

test('a mark that was ahead of the bell takes nothing from it: time and count come with it', async () => {
  const { list, says, next } = open()
  await next({ rooms: [mine('r1', { at: 1 })] })
  list.markRead('r1', 3)
  await next({ read: 3, read_lines: 2, mentions: 0 })
  expect(list.rooms?.[0]).toMatchObject({ head: 3, lines: 2, at: 1 })
  says('bells', { rooms: { r1: [3, 2, 9] } })
  expect(list.rooms?.[0]).toMatchObject({ head: 3, lines: 2, read_lines: 2, at: 9 })
})

test('[P-34] a mark that was lost on the way is said again with the next connection; a refused one is not', async () => {
  const { world, list, asked, become, next } = open()
  await next({ rooms: [mine('r1', { head: 5, lines: 5 })] })
  list.markRead('r1', 5)
  become({ name: 'connecting', lostMs: 0 })
  await next(new Disconnected())
  expect(list.rooms?.[0]?.read).toBe(5)
  await world.pass(2_000)
  expect(asked).toEqual([])
  become(online())
  expect(asked.map(({ name }) => name)).toEqual(['room.mine', 'room.read'])
  await next({ rooms: [mine('r1', { head: 5, lines: 5 })] })
  await next(new Refused({ code: 'not_found' }))
  await world.pass(10_000)
  expect(asked).toEqual([])
  expect(list.rooms?.[0]?.read).toBe(0)
})

test('in a crowd marks are spread over some seconds, and said at once when the page is left', async () => {
  const { world, list, asked, says, next } = open()
  await next({ rooms: [mine('r1', { head: 5, lines: 5 })] })
  says('people', { room: 'r1', count: 500 })
  list.markRead('r1', 1)
  expect(asked).toEqual([])
  await world.pass(3_000)
  await next({ read: 1, read_lines: 1, mentions: 0 })
  await world.pass(1_000)
  list.markRead('r1', 2)
  expect(asked).toEqual([])
  list.flush()
  expect(asked.map(({ input }) => input)).toEqual([{ room: 'r1', seq: 2 }])
})

test('[P-21] what was told of a chat before the line was lost is no more than what is told after it', async () => {
  const { list, become, says, next } = open()
  await next({ rooms: [mine('c1', { head: 5, lines: 5 })] })
  says('receipts', { room: 'c1', read: { pbob: 5, pcat: 4 } })
  become({ name: 'connecting', lostMs: 0 })
  become(online())
  await next({ rooms: [mine('c1', { head: 2, lines: 2 })] })
  says('receipts', { room: 'c1', read: { pbob: 2 } })
  expect(list.receiptsOf('c1')).toEqual({ pbob: 2 })
  says('receipts', { room: 'c1', read: { pbob: 1 } })
  expect(list.receiptsOf('c1')).toEqual({ pbob: 2 })
})

test('receipts only go forward, and who does not tell says so', async () => {
  const { world, list, asked, says, next } = open()
  const chat = { id: 'c1', name: '~c1', title: '', access: 'private', kind: 'chat' } as const
  await next({ rooms: [mine('c1', { room: chat, head: 5, lines: 5 })] })
  const heard: unknown[] = []
  list.listen({ receipts: (room, read) => heard.push([room, read]) })
  says('receipts', { room: 'c1', read: { pbob: 3 } })
  says('receipts', { room: 'c1', read: { pbob: 2, pcat: 1 } })
  says('receipts', { room: 'other', read: { pbob: 2 } })
  expect(heard.at(-1)).toEqual(['c1', { pbob: 3, pcat: 1 }])
  expect(heard).toHaveLength(2)
  list.markRead('c1', 5, false)
  expect(await next({ read: 5, read_lines: 5, mentions: 0 })).toEqual([
    'room.read',
    { room: 'c1', seq: 5, tell: false },
  ])
  // Who tells again says so once, though the mark moves nothing.
  await world.pass(1_000)
  list.markRead('c1', 5)
  expect(await next({ read: 5, read_lines: 5, mentions: 0 })).toEqual(['room.read', { room: 'c1', seq: 5 }])
  list.markRead('c1', 5)
  await world.pass(5_000)
  expect(asked).toEqual([])
})

test('who stopped hears nothing, asks nothing, and leaves no timer', async () => {
  const { world, list, asked, become, says, next } = open()
  await next({ rooms: [mine('r1')] })
  let told = 0
  list.listen({ rooms: () => told++ })
  list.markRead('r1', 1)
  list.markRead('r1', 2)
  asked.length = 0
  told = 0
  list.stop()
  says('bells', { rooms: { r1: [4, 3, 9] } })
  become(online())
  await world.pass(10_000)
  expect([told, asked.length]).toEqual([0, 0])
})
