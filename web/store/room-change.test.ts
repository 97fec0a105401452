import { afterAll, expect, test } from 'bun:test'
import { openModel } from '#tests/kit/client-on-model.ts'
import { people, peopleKnown, startPeople } from './people.ts'
import { pins, readPins, startPins } from './pins.ts'
import { quoted, startQuotes } from './quotes.ts'
import { isRecalled, keepRecalled } from './recalled-texts.ts'
import { roomTitle, titleOf } from './room-title.ts'
import { client, me, onRoomLeft, ownRole, room, roomInfo, roomName, roomOut, turnToRoom } from './session.ts'
import { following, loadOlder, pageLoads, setAnchor, startTimeline, timeline } from './timeline-store.ts'
import { changeWish, wishes } from './wishes.ts'

startPeople()
startQuotes()
startPins()
startTimeline()

/** Ada at a page that shows `tea`, where three messages were said; `pot` has one. */
async function openPage() {
  const model = openModel()
  for (const words of ['one', 'two', 'three']) model.server.says('tea', words)
  model.server.says('pot', 'other')
  client.value = model.connect()
  me.value = { id: 'pada', name: 'ada', look: 1, entered: true }
  turnToRoom('tea')
  await model.world.pass(100)
  return model
}

afterAll(() => {
  client.value = null
  me.value = null
})

const bodies = () => timeline.peek().lines.map(({ body }) => body)

test('another room begins with nothing of the one that was left, and has its own when it is there', async () => {
  const { world, server } = await openPage()
  expect(bodies()).toEqual(['one', 'two', 'three'])
  expect(people.peek().count).toBe(1)
  const reading = readPins()
  await world.pass(100)
  await reading
  // The model has no pins: it is the state after a failure that must not stay.
  expect(pins.peek().load).toBe('failed')
  changeWish(2, (wish) => ({ ...wish, body: 'wished' }))
  keepRecalled(3, { body: 'taken back', re: null })
  const left: string[] = []
  const stop = onRoomLeft(() => left.push(room.peek()?.name ?? ''))
  turnToRoom('pot')
  expect(left).toEqual(['tea'])
  expect(roomName.peek()).toBe('pot')
  expect(timeline.peek().ready).toBe(false)
  expect(peopleKnown.peek()).toBe(false)
  expect(pins.peek()).toEqual({ list: null, load: 'idle' })
  expect(wishes.peek().size).toBe(0)
  expect(quoted(1)).toBe('loading')
  expect(isRecalled(3)).toBe(false)
  expect(roomInfo.peek()).toBe(null)
  await world.pass(100)
  expect(bodies()).toEqual(['other'])
  expect(roomTitle.peek()).toBe('pot')
  server.says('tea', 'not here')
  await world.pass(100)
  expect(bodies()).toEqual(['other'])
  stop()
})

test('[P-8] who comes back sees the log as it was left at once, then what came meanwhile; and where one was reading', async () => {
  const { world, server } = await openPage()
  setAnchor(2)
  keepRecalled(2, { body: 'taken back', re: null })
  turnToRoom('pot')
  expect(following.peek()).toBe(true)
  await world.pass(100)
  server.says('tea', 'four')
  turnToRoom('tea')
  expect(bodies()).toEqual(['one', 'two', 'three'])
  expect(following.peek()).toBe(false)
  expect(roomInfo.peek()?.title).toBe('tea')
  expect(isRecalled(2)).toBe(true)
  await world.pass(100)
  expect(bodies()).toEqual(['one', 'two', 'three', 'four'])
  const joins = world.socket.commands('room.join').map(({ input }) => input['after'])
  expect(joins.filter((after) => after !== undefined)).toEqual([3])
  setAnchor(null)
})

test('[HOUSE-12] of many rooms only those left last are kept; any other comes as a snapshot', async () => {
  const { world, server } = await openPage()
  for (let n = 1; n <= 6; n++) {
    turnToRoom(`pot ${n}`)
    await world.pass(100)
  }
  server.says('tea', 'four')
  turnToRoom('tea')
  expect(timeline.peek().ready).toBe(false)
  await world.pass(200)
  expect(bodies()).toEqual(['one', 'two', 'three', 'four'])
})

test('a page of the room that was left, come late, changes nothing', async () => {
  const { world, server } = await openPage()
  for (let n = 4; n <= 12; n++) server.says('tea', `${n}`)
  turnToRoom('pot')
  await world.pass(100)
  for (let n = 2; n <= 12; n++) server.says('pot', `pot ${n}`)
  turnToRoom('tea')
  turnToRoom('pot')
  await world.pass(100)
  const before = bodies()
  const loading = loadOlder()
  turnToRoom('tea')
  await world.pass(100)
  await loading
  expect(pageLoads.peek().older).toBe('idle')
  expect(bodies().some((body) => before.includes(body))).toBe(false)
})

test('[T-81] another identity finds nothing of the rooms that were kept', async () => {
  const { world, connect } = await openPage()
  turnToRoom('pot')
  await world.pass(100)
  client.value = connect('bob')
  turnToRoom('tea')
  expect(timeline.peek().ready).toBe(false)
  await world.pass(100)
  expect(bodies()).toEqual(['one', 'two', 'three'])
})

test('[P-27] who is put out knows how, until another room is shown', async () => {
  const { world, server } = await openPage()
  server.tellAll([0, 'out', { room: server.room('tea').id, how: 'removed' }])
  await world.pass(100)
  expect(roomOut.peek()).toBe('removed')
  turnToRoom('pot')
  expect(roomOut.peek()).toBe(null)
  expect(ownRole.peek()).toBe(null)
})

test('a private chat is called after the others, in the order and manner of the language', () => {
  const person = (id: string) => ({ id, name: id, look: 1 })
  const chat = { id: 'r1', name: '~x', title: '', access: 'private', kind: 'chat' } as const
  const people = ['阿果', 'ada', '白露'].map(person)
  expect(titleOf({ ...chat, people }, 'ada', 'zh-CN')).toBe('阿果和白露')
  expect(titleOf({ ...chat, people: [person('Ines'), person('ada'), person('Noor')] }, 'ada', 'en')).toBe(
    'Ines and Noor',
  )
  expect(titleOf({ ...chat, people: [person('ada')] }, 'ada', 'en')).toBe('ada')
})
