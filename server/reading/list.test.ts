import { expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { openReadingHouse } from '#tests/kit/reading-house.ts'

/** Ada and bob in r1, both with a seat and a connection that hears of the list. */
async function open() {
  const house = await openReadingHouse()
  await house.makeRoom('r1')
  const come = async (id: string) => {
    const caller = house.connect(await house.person(id))
    house.reading.arrived(caller, 'r1')
    return caller
  }
  const [ada, bob] = [await come('pada'), await come('pbob')]
  await nextTurn()
  house.reading.flush()
  await house.storage.write(async () => {})
  await nextTurn()
  const ask = async (caller: typeof ada) => {
    const answer = await house.handlers['room.mine'].handle(caller, {})
    if (!('atAnswer' in answer)) throw new Error('a list begins with its answer')
    const reply = answer.atAnswer()
    if ('encoded' in reply) throw new Error('a list is not encoded before')
    return reply
  }
  for (const one of [ada, bob]) await ask(one)
  const read = async (caller: typeof ada, seq: number, room = 'r1') => {
    const reply = Promise.resolve(house.handlers['room.read'].handle(caller, { room, seq }))
    house.clock.move(500)
    return reply
  }
  /** Everything that was to be told has been told. */
  const settled = async () => {
    for (let turn = 0; turn < 6; turn++) await nextTurn()
  }
  const note = async (ids: string[], { author = 'pother', all = false } = {}) => {
    const seq = await house.say('r1', author)
    await house.storage.write((tx) => house.reading.noteFor(tx, { room: 'r1', seq, author, ids, all }))
    await settled()
    return seq
  }
  return { ...house, ada, bob, ask, read, note, settled, come }
}

test('[P-34] a mark is told to the other devices of the person, and to nobody else', async () => {
  const house = await open()
  const { ada, bob, read } = house
  const phone = house.connect(ada.principal)
  await house.ask(phone)
  for (let at = 0; at < 3; at++) await house.say('r1')
  expect(await read(ada, 2)).toEqual({ read: 2, read_lines: 2, mentions: 0 })
  const told = [{ room: 'r1', read: 2, read_lines: 2, mentions: 0 }]
  expect(phone.connection.heard('read')).toEqual(told)
  // Late and doubled: the answer is how it stands, and nothing is told.
  expect(await read(phone, 1)).toEqual({ read: 2, read_lines: 2, mentions: 0 })
  expect(await read(phone, 2)).toEqual({ read: 2, read_lines: 2, mentions: 0 })
  expect(await read(phone, 900)).toEqual({ read: 3, read_lines: 3, mentions: 0 })
  expect(phone.connection.heard('read')).toHaveLength(2)
  expect(bob.connection.frames).toEqual([])
  expect(await read(house.connect(await house.person('pcat')), 2).catch((no) => no.code)).toBe('not_found')
  await house.close()
})

test('[T-9] [T-14] what is for somebody is told to that person alone, and read by its mark', async () => {
  const house = await open()
  const { ada, bob, note, read } = house
  const first = await note(['pada'])
  const second = await note(['pada', 'pbob'])
  expect(ada.connection.heard('read').at(-1)).toMatchObject({ mentions: 2, first_mention: first })
  expect(bob.connection.heard('read')).toMatchObject([{ mentions: 1, first_mention: second }])
  expect(await read(ada, first)).toMatchObject({ mentions: 1, first_mention: second })
  expect(await read(ada, second)).toEqual({ read: second, read_lines: 2, mentions: 0 })
  await house.close()
})

test('[P-7] an erased message takes its mentions along, those for everybody, too', async () => {
  const house = await open()
  const { ada, bob, note, settled } = house
  const named = await note(['pada'])
  const all = await note([], { author: 'pbob', all: true })
  expect(ada.connection.heard('read').at(-1)).toMatchObject({ mentions: 2, first_mention: named })
  // Not for who called.
  expect(bob.connection.heard('read').at(-1)).toMatchObject({ mentions: 0 })
  await house.storage.write((tx) => house.reading.forgetMentions(tx, 'r1', [named, all]))
  await settled()
  expect(ada.connection.heard('read').at(-1)).toMatchObject({ mentions: 0 })
  await house.close()
})

test('[T-14] what somebody says who is ignored is for nobody: named, or to all', async () => {
  const house = await open()
  const { ada, bob, note, read } = house
  await house.sql(({ sql }) =>
    Promise.resolve(
      sql`insert into person_marks (principal_id, other_id, ignored, refused) values ('pada', 'prude', 1, 0)`,
    ),
  )
  await note(['pada', 'pbob'], { author: 'prude' })
  await note([], { author: 'prude', all: true })
  expect(ada.connection.heard('read').every(({ mentions }) => mentions === 0)).toBe(true)
  expect(bob.connection.heard('read').at(-1)).toMatchObject({ mentions: 2 })
  expect(await read(ada, 1)).toMatchObject({ mentions: 0 })
  await house.close()
})

test('[HOUSE-12] [HOUSE-13] more than a hundred mentions are a hundred, and the first stays the first; of calls twenty are kept', async () => {
  const house = await open()
  const first = await house.note(['pada'])
  for (let at = 0; at < 120; at++) {
    const seq = await house.say('r1')
    await house.storage.write((tx) =>
      house.reading.noteFor(tx, { room: 'r1', seq, author: 'pother', ids: ['pada'], all: true }),
    )
  }
  await house.settled()
  expect(house.ada.connection.heard('read').at(-1)).toMatchObject({ mentions: 100, first_mention: first })
  const [rows] = await house.storage.read<{ count: number }[]>`select count(*) as count from mentions`
  expect(rows?.count).toBe(120)
  await house.close()
})

test('a level is told to the own connections, and holds', async () => {
  const house = await open()
  const { ada, bob } = house
  await house.handlers['room.set_level'].handle(ada, { room: 'r1', level: 'none' })
  await house.settled()
  expect(ada.connection.heard('mine')).toMatchObject([{ changed: [{ room: { id: 'r1' }, level: 'none' }] }])
  expect(await house.ask(ada)).toMatchObject({ rooms: [{ level: 'none' }] })
  await house.handlers['room.set_level'].handle(ada, { room: 'r1', level: null })
  const { rooms } = await house.ask(ada)
  expect(rooms[0] && 'level' in rooms[0]).toBe(false)
  expect(bob.connection.frames).toEqual([])
  await house.close()
})

test('[P-27] who is put out hears no bell from that turn on, and is told that the room is gone', async () => {
  const house = await open()
  const { ada, bob } = house
  expect(ada.connection.topics.has('bell:r1')).toBe(true)
  house.reading.wasPutOut('pada', 'r1')
  expect(ada.connection.topics.has('bell:r1')).toBe(false)
  expect(ada.connection.heard('mine')).toEqual([{ gone: ['r1'] }])
  expect(bob.connection.topics.has('bell:r1')).toBe(true)
  expect(bob.connection.frames).toEqual([])
  await house.close()
})

test('a room that changes is told to all whose list it is on, and only to them', async () => {
  const house = await open()
  const { ada, bob } = house
  const cat = house.connect(await house.person('pcat'))
  await house.ask(cat)
  await house.sql(({ sql }) => Promise.resolve(sql`update rooms set title = 'New' where id = 'r1'`))
  house.reading.changed('r1')
  await house.settled()
  for (const one of [ada, bob])
    expect(one.connection.heard('mine')).toMatchObject([{ changed: [{ room: { title: 'New' } }] }])
  expect(cat.connection.frames).toEqual([])
  await house.close()
})

test('a chat is called after its people: who takes another name is told to the others of it', async () => {
  const house = await open()
  const { ada, bob } = house
  await house.makeRoom('c1', { access: 'private', kind: 'chat' }, ['pada', 'pbob'])
  await house.storage.write((tx) => house.reading.seatIn(tx, 'c1', ['pada', 'pbob'], 'pada'))
  await house.sql(({ sql }) => Promise.resolve(sql`update principals set name = 'Ada L' where id = 'pada'`))
  house.reading.profileChanged(ada.principal, { entered: true })
  await house.settled()
  const [push] = bob.connection.heard('mine')
  expect(push).toMatchObject({ changed: [{ room: { id: 'c1', people: [{ name: 'Ada L' }, { name: 'pbob' }] } }] })
  await house.close()
})
