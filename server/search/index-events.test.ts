import { afterAll, beforeAll, expect, test } from 'bun:test'
import { newRoomId } from '#server/kit/ids.ts'
import { fc } from '#tests/kit/chance.ts'
import { openLogHouse } from '#tests/kit/log-house.ts'
import { analysis } from './analyse.ts'
import { forgetMessages, indexEvents } from './index-events.ts'
import { findIndexedRoom } from './indexed-text.ts'
import { Indexer } from './indexer.ts'
import { readQuery } from './read-query.ts'
import { sqliteIndex as index } from './search-index-sqlite.ts'

let house: Awaited<ReturnType<typeof openLogHouse>>
beforeAll(async () => {
  house = await openLogHouse()
})
afterAll(() => house.close())

/** A room with its own log, and the few things that one does with it. */
async function openRoom() {
  const { storage, log } = house
  const room = newRoomId()
  let made = 0
  await storage.write(async (tx) => {
    await tx.sql`insert into rooms (id, name, name_key, title, created_ms) values (${room}, ${room}, ${room}, ${room}, ${1})`
    await log.begin(tx, room, 'aaaaaaaaaaaa', 1)
  })
  const announce = (event: object) =>
    storage.write(async (tx) => {
      const cid = `cid ${++made}`
      const wire = JSON.stringify({ by: { id: 'p1' }, cid, ...event })
      const { seq } = await log.announce(tx, room, { type: 'x', author: 'p1', cid, checkHash: '', atMs: 1, wire })
      return seq
    })
  const rewrite = (seq: number, message: number) => async (sql: Parameters<typeof indexEvents>[0]) => {
    await sql`
      update events set wire = ${JSON.stringify({ type: 'message.posted', by: { id: 'p1' }, erased: message })}
      where room_id = ${room} and seq = ${seq}`
  }
  return {
    id: room,
    post: (body: string) => announce({ type: 'message.posted', body }),
    edit: (message: number, body: string) => announce({ type: 'message.edited', message, body }),
    erase: (message: number, edits: readonly number[]) =>
      storage.write(async (tx) => {
        await forgetMessages(tx.sql, index, room, [message])
        for (const seq of [message, ...edits]) await rewrite(seq, message)(tx.sql)
      }),
    indexes: (most: number) => storage.write((tx) => indexEvents(tx.sql, index, [room], most)),
    async find(text: string) {
      const known = await findIndexedRoom(storage.read, room)
      const { phrases } = readQuery(text)
      const wanted = { room: known?.room ?? 0, from: 1, to: 1_000, facets: [], limit: 100 }
      return index.find(storage.read, { ...wanted, phrases })
    },
  }
}

type Said = { seq: number; body: string; edits: number[]; gone: boolean }

test('[P-7] in whatever order people post, edit, erase and the index follows: what is found is what stands there', async () => {
  const word = fc.constantFrom('tea ', '茶', '茶馆', 'the ', '馆')
  const body = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(''))
  const deed = fc.oneof(
    fc.record({ kind: fc.constant('post' as const), body }),
    fc.record({ kind: fc.constant('edit' as const), body, which: fc.nat(9) }),
    fc.record({ kind: fc.constant('erase' as const), which: fc.nat(9) }),
    fc.record({ kind: fc.constant('index' as const), most: fc.integer({ min: 1, max: 4 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async (deeds) => {
      const room = await openRoom()
      const all: Said[] = []
      const alive = (which: number): Said | undefined => all.filter(({ gone }) => !gone)[which]
      for (const one of deeds) {
        if (one.kind === 'post') {
          all.push({ seq: await room.post(one.body), body: one.body, edits: [], gone: false })
        } else if (one.kind === 'index') await room.indexes(one.most)
        else {
          const said = alive(one.which)
          if (!said) continue
          if (one.kind === 'edit') {
            said.edits.push(await room.edit(said.seq, one.body))
            said.body = one.body
          } else {
            await room.erase(said.seq, said.edits)
            said.gone = true
            // At once, whatever the index has seen of it.
            for (const text of ['tea ', 'the ', '茶', '馆']) expect(await room.find(text)).not.toContain(said.seq)
          }
        }
      }
      while ((await room.indexes(100)).length > 0);
      for (const text of ['tea ', 'the ', '茶', '馆', '茶馆']) {
        const wanted = all.filter(({ body: now, gone }) => !gone && now.includes(text)).map(({ seq }) => seq)
        expect(await room.find(text)).toEqual(wanted.toReversed())
      }
    }),
    { numRuns: 25 },
  )
})

test('an index of another analysis is made anew from the log; one of this analysis is left alone', async () => {
  const { storage } = house
  const room = await openRoom()
  await room.post('anew anew')
  const follow = async () => {
    const onError = (error: unknown) => {
      throw error
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const clock = { nowMs: () => 1, steadyMs: () => 1, every: () => () => {}, after: soon }
    const indexer = new Indexer({ storage, clock, index, onError })
    const stop = indexer.start()
    void indexer.settled().then(resolve)
    await promise
    stop()
  }
  await follow()
  expect(await room.find('anew')).toHaveLength(1)
  await storage.write(async ({ sql }) => {
    await index.empty(sql)
  })
  await follow()
  expect(await room.find('anew')).toEqual([])
  await storage.write(async ({ sql }) => {
    await sql`update search_analysis set version = ${analysis - 1}`
  })
  await follow()
  expect(await room.find('anew')).toHaveLength(1)
})

/** No waiting in a test: what rests goes on with the next turn. */
function soon(_ms: number, run: () => void): () => void {
  const turn = setImmediate(run)
  return () => clearImmediate(turn)
}

type Room = Awaited<ReturnType<typeof openRoom>>

/** How far a room's mark is, and which of its messages the index has. */
async function indexedOf(room: Room): Promise<{ mark: number; found: number[] }> {
  const known = await findIndexedRoom(house.storage.read, room.id)
  const wanted = { room: known?.room ?? 0, from: 1, to: 1_000, phrases: [], facets: ['p1'], limit: 1_000 }
  return { mark: known?.indexed ?? 0, found: (await index.find(house.storage.read, wanted)).reverse() }
}

test('[HOUSE-2] of many rooms at once: a mark and what it stands for are never apart, and nothing is missed or doubled', async () => {
  const lot = fc.record({ which: fc.uniqueArray(fc.nat(4), { minLength: 1 }), most: fc.integer({ min: 1, max: 9 }) })
  const deed = fc.oneof(fc.record({ which: fc.nat(4), posts: fc.integer({ min: 1, max: 6 }) }), lot)
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async (deeds) => {
      const rooms = [await openRoom(), await openRoom(), await openRoom(), await openRoom(), await openRoom()]
      const heads = rooms.map(() => 0)
      const named = (which: readonly number[]) => rooms.flatMap((room, at) => (which.includes(at) ? [room.id] : []))
      const indexes = async (which: readonly number[], most: number): Promise<string[]> => {
        const before = await Promise.all(rooms.map(indexedOf))
        const more = await house.storage.write((tx) => indexEvents(tx.sql, index, named(which), most))
        const after = await Promise.all(rooms.map(indexedOf))
        for (const { mark, found } of after) expect(found).toEqual(Array.from({ length: mark }, (_, at) => at + 1))
        const due = which.reduce((sum, at) => sum + (heads[at] ?? 0) - (before[at]?.mark ?? 0), 0)
        const done = after.reduce((sum, { mark }, at) => sum + mark - (before[at]?.mark ?? 0), 0)
        expect(done).toBe(Math.min(due, most))
        const behind = which.filter((at) => (after[at]?.mark ?? 0) < (heads[at] ?? 0))
        expect(more.toSorted()).toEqual(named(behind).toSorted())
        return more
      }
      for (const one of deeds) {
        if ('most' in one) await indexes(one.which, one.most)
        else for (let post = 0; post < one.posts; post++) heads[one.which] = (await rooms[one.which]?.post('tea')) ?? 0
      }
      while ((await indexes([0, 1, 2, 3, 4], 9)).length > 0);
      expect((await Promise.all(rooms.map(indexedOf))).map(({ mark }) => mark)).toEqual(heads)
    }),
    { numRuns: 8 },
  )
})

test('[PERF-7] a lot of many rooms takes as many statements as a lot of one, but for the documents', async () => {
  async function statementsFor(count: number): Promise<number> {
    const rooms: Room[] = []
    for (let at = 0; at < count; at++) rooms.push(await openRoom())
    let statements = 0
    // The first time rooms get their numbers, the second time they have them.
    for (const round of ['one', 'two']) {
      for (const room of rooms) await room.post(round)
      await house.storage.write(async ({ sql }) => {
        const counting: typeof sql = (text, ...values) => {
          statements++
          return sql(text, ...values)
        }
        const ids = rooms.map(({ id }) => id)
        expect(await indexEvents(counting, index, ids, 1_000)).toEqual([])
      })
    }
    for (const room of rooms) expect(await room.find('two')).toHaveLength(1)
    return statements - 2 * count
  }
  expect(await statementsFor(20)).toBe(await statementsFor(1))
})

test('[HOUSE-2] a lot that fails leaves marks and index as they were', async () => {
  const rooms = [await openRoom(), await openRoom()]
  for (const room of rooms) await room.post('tea')
  const broken = { ...index, add: () => Promise.reject(new Error('the index cannot be written')) }
  const ids = rooms.map(({ id }) => id)
  await expect(house.storage.write((tx) => indexEvents(tx.sql, broken, ids, 10))).rejects.toThrow('cannot be written')
  for (const room of rooms) expect(await indexedOf(room)).toEqual({ mark: 0, found: [] })
  await house.storage.write((tx) => indexEvents(tx.sql, index, ids, 10))
  for (const room of rooms) expect(await indexedOf(room)).toEqual({ mark: 1, found: [1] })
})
