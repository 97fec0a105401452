import { expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { openReadingHouse } from '#tests/kit/reading-house.ts'

async function open(kind: 'room' | 'chat') {
  const house = await openReadingHouse()
  const people = await Promise.all(['pada', 'pbob'].map((id) => house.person(id)))
  await house.makeRoom('r1', { access: 'private', kind }, ['pada', 'pbob'])
  await house.storage.write((tx) => house.reading.seatIn(tx, 'r1', ['pada', 'pbob'], 'pada'))
  const room = await house.feed.open('r1')
  const callers = people.map((one) => house.connect(one))
  const [ada, bob] = callers
  if (!ada || !bob) throw new Error('two people are expected')
  for (const one of callers) one.connection.reads(room)
  for (let at = 0; at < 5; at++) await house.say('r1')
  const read = async (caller: typeof ada, seq: number, tell?: boolean) => {
    const input = { room: 'r1', seq, ...(tell === undefined ? {} : { tell }) }
    const reply = Promise.resolve(house.handlers['room.read'].handle(caller, input))
    house.clock.move(500)
    await reply
    for (let turn = 0; turn < 4; turn++) await nextTurn()
  }
  return { ...house, ada, bob, read }
}

test('in a private chat the others learn how far one has read, live and after a join', async () => {
  const house = await open('chat')
  const { ada, bob, read } = house
  await read(ada, 3)
  expect(bob.connection.heard('receipts')).toEqual([{ room: 'r1', read: { pada: 3 } }])
  expect(ada.connection.heard('receipts')).toEqual([])
  house.reading.arrived(bob, 'r1')
  for (let turn = 0; turn < 4; turn++) await nextTurn()
  expect(bob.connection.heard('receipts')).toHaveLength(2)
  await house.close()
})

test('[T-14] who does not tell is not told, until it tells again', async () => {
  const house = await open('chat')
  const { ada, bob, read } = house
  await read(ada, 2, false)
  expect(bob.connection.heard('receipts')).toEqual([])
  await read(bob, 3)
  expect(ada.connection.heard('receipts')).toEqual([])
  house.reading.arrived(ada, 'r1')
  for (let turn = 0; turn < 4; turn++) await nextTurn()
  expect(ada.connection.heard('receipts')).toEqual([])
  await read(ada, 2)
  expect(bob.connection.heard('receipts')).toEqual([{ room: 'r1', read: { pada: 2 } }])
  expect(ada.connection.heard('receipts')).toEqual([{ room: 'r1', read: { pbob: 3 } }])
  await house.close()
})

test('in a room nobody learns how far anybody has read', async () => {
  const house = await open('room')
  await house.read(house.ada, 3)
  house.reading.arrived(house.bob, 'r1')
  for (let turn = 0; turn < 4; turn++) await nextTurn()
  expect(house.bob.connection.frames).toEqual([])
  await house.close()
})

test('[P-27] who does not belong to the chat any more is told nothing', async () => {
  const house = await open('chat')
  await house.sql(({ sql }) => Promise.resolve(sql`delete from members where principal_id = 'pbob'`))
  await house.read(house.ada, 3)
  expect(house.bob.connection.frames).toEqual([])
  await house.close()
})
