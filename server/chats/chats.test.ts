import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { createMarks } from '#server/marks/index.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse } from '#tests/kit/log-house.ts'
import { callerOf, refusalOf } from '#tests/kit/message-house.ts'
import { createChats } from './index.ts'

const idOf = (name: string): string => `p${name.padStart(16, '0')}`

/** Chats over a real log, where Ada, Bab and Cyd have entered. `listed` are the people on whose lists chats came. */
async function openChats({ chatsPerHour = 100 } = {}) {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  const { storage, log } = house
  const listed: string[] = []
  const seated: string[][] = []
  const marks = createMarks({
    storage,
    clock,
    quota: { changesBurst: 100, historyBurst: 100, historyPerSecond: 100, changesPerSecond: 1 },
    hasEntered: async () => true,
  })
  const { refuses, refuseEachOther } = marks
  const chats = createChats({
    storage,
    clock,
    log,
    secret: Buffer.from('secret'),
    refuses,
    refuseEachOther,
    seatIn: async (_tx, _room, people) => void seated.push([...people]),
    changedFor: (person) => void listed.push(person),
    quota: { chatsPerHour },
  })
  const enter = (name: string, kind: string, entered: number) =>
    storage.write(async ({ sql }) => {
      await sql`
        insert into principals (id, kind, name, name_key, look, entered, created_ms, seen_ms)
        values (${idOf(name)}, ${kind}, ${name}, ${name}, 1, ${entered}, 1, 1)`
    })
  for (const name of ['ada', 'bab', 'cyd']) await enter(name, 'guest', 1)
  await enter('dee', 'guest', 0)
  await enter('eve', 'classic', 1)
  const open = async (who: string, ...people: string[]) => {
    const reply = await chats.handlers['chat.open'].handle(callerOf(idOf(who)), { people: people.map(idOf) })
    if (!('room' in reply)) throw new Error('a room is expected')
    return reply.room
  }
  const mark = (who: string, person: string, refused: boolean) =>
    marks.handlers['person.mark'].handle(callerOf(idOf(who)) satisfies Caller, { person: idOf(person), refused })
  return { house, clock, open, mark, listed, seated, chats }
}

test('[T-15] each set of people has one chat, whoever opens it and however it is written', async () => {
  const { house, open, listed, seated } = await openChats()
  const two = await open('ada', 'bab')
  expect(two).toMatchObject({ title: '', access: 'private', kind: 'chat' })
  expect(two.people?.map(({ name }) => name)).toEqual(['ada', 'bab'])
  expect(two.name).toMatch(/^~[0-9a-z]{12}$/)
  expect(await open('bab', 'ada')).toEqual(two)
  expect(await open('ada', 'bab', 'bab', 'ada')).toEqual(two)
  const three = await open('ada', 'cyd', 'bab')
  expect(three.id).not.toBe(two.id)
  expect(await open('cyd', 'bab', 'ada')).toEqual(three)
  // Once a chat, for all of its people: on their lists in the transaction, and told when it is durable.
  expect(seated).toEqual([['ada', 'bab'].map(idOf), ['ada', 'bab', 'cyd'].map(idOf)])
  expect(listed).toEqual(['ada', 'bab', 'ada', 'bab', 'cyd'].map(idOf))
  expect(await house.log.head(two.id)).toMatchObject({ head: 0 })
  await house.close()
})

test('[T-83] opened by all at once it is one chat, and costs its makers one', async () => {
  const { house, open } = await openChats({ chatsPerHour: 1 })
  const all = await Promise.all([open('ada', 'bab'), open('bab', 'ada'), open('ada', 'bab').catch(() => null)])
  expect(new Set(all.flatMap((chat) => chat?.id ?? [])).size).toBe(1)
  expect((await refusalOf(open('ada', 'cyd')))?.code ?? (await refusalOf(open('bab', 'cyd')))?.code).toBe(
    'rate_limited',
  )
  await house.close()
})

test('alone, with nobody, with who only looks or cannot come back: there is no such chat', async () => {
  const { house, open } = await openChats()
  for (const people of [['ada'], ['nobody'], ['dee'], ['eve'], ['bab', 'nobody']])
    expect([people, (await refusalOf(open('ada', ...people)))?.code]).toEqual([people, 'not_found'])
  await open('ada', 'bab')
  await house.close()
})

test('[T-15] who refuses is in no chat that the other opens, with others neither; nor the other way round', async () => {
  const { house, open, mark, chats } = await openChats()
  const before = await open('ada', 'bab')
  await mark('bab', 'ada', true)
  for (const [who, ...people] of [
    ['ada', 'bab'],
    ['ada', 'bab', 'cyd'],
    ['bab', 'ada'],
    ['bab', 'cyd', 'ada'],
  ] as const)
    expect([who, (await refusalOf(open(who, ...people)))?.code]).toEqual([who, 'refused'])
  // It is between the two: a third one learns nothing of it.
  const three = await open('cyd', 'ada', 'bab')
  const isRefused = (room: string, name: string) => chats.isRefusedIn(house.storage.read, room, idOf(name))
  expect(await isRefused(before.id, 'ada')).toBe(true)
  expect(await isRefused(before.id, 'bab')).toBe(false)
  expect(await isRefused(three.id, 'ada')).toBe(false)
  await mark('bab', 'ada', false)
  expect(await open('ada', 'bab')).toEqual(before)
  expect(await isRefused(before.id, 'ada')).toBe(false)
  await house.close()
})

test('[HOUSE-12] so many an hour, and so many in all; those that are there cost nothing', async () => {
  const { house, clock, open } = await openChats({ chatsPerHour: 2 })
  const first = await open('ada', 'bab')
  await open('ada', 'cyd')
  const third = () => open('ada', 'bab', 'cyd')
  expect(await refusalOf(third())).toMatchObject({ code: 'rate_limited', detail: { retry_after_ms: 1_800_000 } })
  expect(await open('ada', 'bab')).toEqual(first)
  clock.move(1_800_000)
  await house.storage.write(async ({ sql }) => {
    for (let n = 0; n < limits.listedRooms; n++) {
      await sql`
        insert into rooms (id, name, name_key, title, access, created_ms)
        values (${`full${n}`}, ${`full${n}`}, ${`full${n}`}, '', 'private', 1)`
      await sql`
        insert into seats (principal_id, room_id, read_seq, read_lines, told_seq, since_ms)
        values (${idOf('ada')}, ${`full${n}`}, 0, 0, 0, 1)`
    }
  })
  expect(await refusalOf(third())).toMatchObject({ code: 'too_many', detail: { limit: limits.listedRooms } })
  await house.storage.write(async ({ sql }) => {
    await sql`delete from seats where room_id = 'full2'`
  })
  await third()
  await house.close()
})
