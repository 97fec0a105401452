import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { openReadingHouse } from '#tests/kit/reading-house.ts'
import { readMyRooms } from './my-room-store.ts'
import { seat } from './seat-store.ts'

const open = async () => {
  const house = await openReadingHouse()
  await house.makeRoom('r1')
  const listOf = async (id: string) => (await readMyRooms(house.storage.read, id)).map(({ room }) => room.id)
  const seated = (principal: string, room: string, nowMs = 1) =>
    house.storage.write(({ sql }) => seat(sql, { principal, room }, nowMs))
  return { ...house, listOf, seated }
}

test('who has entered has a seat where it comes; who looks, and a guest of the classic gateway, has none', async () => {
  const house = await open()
  const people = [
    await house.person('pada'),
    await house.person('plook', { entered: false }),
    await house.person('pold', { kind: 'classic' }),
  ]
  for (const one of people) house.reading.arrived(house.connect(one), 'r1')
  await nextTurn()
  house.reading.flush()
  await house.storage.write(async () => {})
  expect(await house.listOf('pada')).toEqual(['r1'])
  expect(await house.listOf('plook')).toEqual([])
  expect(await house.listOf('pold')).toEqual([])
  // Nor does the statement itself give them one.
  expect(await house.seated('plook', 'r1')).toEqual({ made: false, gone: null })
  expect(await house.seated('pold', 'r1')).toEqual({ made: false, gone: null })
  expect(house.errors).toEqual([])
  await house.close()
})

test('[P-27] no seat for who was banned while it came, nor in a private room that one does not belong to', async () => {
  const house = await open()
  await house.person('pada')
  await house.person('pbob')
  await house.makeRoom('r2', { access: 'private' }, ['pbob'])
  await house.sql(({ sql }) =>
    Promise.resolve(
      sql`insert into bans (room_id, principal_id, by_id, at_ms, was_member) values ('r1', 'pada', 'pbob', 1, 0)`,
    ),
  )
  for (const room of ['r1', 'r2']) {
    expect((await house.seated('pada', room)).made).toBe(false)
    expect((await house.seated('pbob', room)).made).toBe(true)
  }
  await house.close()
})

test('[T-7] a seat that outlived the right to it is not told of', async () => {
  const house = await open()
  await house.person('pada')
  await house.makeRoom('r2', { access: 'private' }, ['pada'])
  for (const room of ['r1', 'r2']) await house.seated('pada', room)
  expect((await house.listOf('pada')).toSorted()).toEqual(['r1', 'r2'])
  await house.sql(async ({ sql }) => {
    await sql`delete from members where room_id = 'r2'`
    await sql`insert into bans (room_id, principal_id, by_id, at_ms, was_member) values ('r1', 'pada', 'pbob', 1, 0)`
  })
  expect(await house.listOf('pada')).toEqual([])
  await house.close()
})

test('[HOUSE-12] a full list loses what was read longest ago; own rooms and private ones stay', async () => {
  const house = await open()
  await house.person('pada')
  await house.sql(async ({ sql }) => {
    await sql`insert into members (room_id, principal_id, role, since_ms) values ('r1', 'pada', 'owner', 1)`
  })
  await house.seated('pada', 'r1', 1)
  await house.makeRoom('rp', { access: 'private' }, ['pada'])
  await house.seated('pada', 'rp', 2)
  await house.sql(async (tx) => {
    for (let at = 3; at <= limits.listedRooms; at++) {
      await house.insertRoom(tx, `room${at}`)
      expect(await seat(tx.sql, { principal: 'pada', room: `room${at}` }, at)).toEqual({ made: true, gone: null })
    }
  })
  await house.makeRoom('late')
  expect(await house.seated('pada', 'late', 900)).toEqual({ made: true, gone: 'room3' })
  // It is there already: nothing leaves.
  expect(await house.seated('pada', 'late', 901)).toEqual({ made: false, gone: null })
  const list = await house.listOf('pada')
  expect(list).toHaveLength(limits.listedRooms)
  expect(list).toContain('r1')
  expect(list).toContain('rp')
  await house.close()
})

test('[HOUSE-12] where nothing may leave, the new room finds no place', async () => {
  const house = await open()
  await house.person('pada')
  await house.sql(async (tx) => {
    for (let at = 1; at <= limits.listedRooms; at++) {
      await house.insertRoom(tx, `room${at}`, { access: 'private' }, ['pada'])
      await seat(tx.sql, { principal: 'pada', room: `room${at}` }, at)
    }
  })
  expect(await house.seated('pada', 'r1')).toEqual({ made: false, gone: null })
  expect(await house.listOf('pada')).toHaveLength(limits.listedRooms)
  await house.close()
})

test('whoever only looked and enters keeps the rooms that it reads', async () => {
  const house = await open()
  const { principal, connection } = house.connect(await house.person('pada', { entered: false }))
  house.reading.arrived({ principal, connection }, 'r1')
  const live = await house.feed.open('r1')
  connection.reads(live)
  await house.sql(({ sql }) => Promise.resolve(sql`update principals set entered = 1 where id = 'pada'`))
  principal.entered = true
  house.reading.profileChanged(principal, { entered: false })
  house.reading.flush()
  await house.storage.write(async () => {})
  expect(await house.listOf('pada')).toEqual(['r1'])
  await house.close()
})

test('[P-27] [PERF-15] a seat is known of who was cut off, and forgotten where it is put out meanwhile', async () => {
  const house = await open()
  await house.seated((await house.person('pada')).id, 'r1')
  const ada = Object.assign(await house.person('pada'), { session: 'of ada' })
  const comes = async () => {
    const { principal, connection } = house.connect(ada)
    house.reading.arrived({ principal, connection }, 'r1')
    await nextTurn()
    house.reading.flush()
    await house.storage.write(async () => {})
    house.principals.disconnect(principal, connection)
  }
  await comes()
  await house.sql((tx) => house.reading.unseatIn(tx, 'r1', 'pada'))
  // Nobody was told: it is believed to be there. So the next is no accident.
  await comes()
  expect(await house.listOf('pada')).toEqual([])
  house.reading.wasPutOut('pada', 'r1')
  await comes()
  expect(await house.listOf('pada')).toEqual(['r1'])
  await house.close()
})
