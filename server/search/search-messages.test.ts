import { expect, test } from 'bun:test'
import * as v from 'valibot'
import { type CommandInput, commands } from '#protocol/index.ts'
import { LineLog } from '#server/delivery/line-log.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Sql } from '#server/storage/database.ts'
import { ROOM } from '#tests/kit/log-house.ts'
import { openMessages } from '#tests/kit/message-house.ts'
import { indexEvents } from './index-events.ts'
import { sqliteIndex } from './search-index-sqlite.ts'
import { createSearchMessages } from './search-messages.ts'

/** Messages that were said in one room and indexed, and somebody who searches. `onFound` runs between index and log. */
async function openSearched(bodies: readonly string[], onFound = async () => {}) {
  const { house, ada, post, edit, erase, clock } = await openMessages()
  const { storage, log } = house
  for (const body of bodies) await post(body)
  const follow = () => storage.write(({ sql }) => indexEvents(sql, sqliteIndex, [ROOM], 1_000))
  await follow()
  let statements = 0
  const read: Sql = (text, ...values) => {
    statements++
    return storage.read(text, ...values)
  }
  const find: typeof sqliteIndex.find = async (sql, wanted) => {
    const found = await sqliteIndex.find(sql, wanted)
    await onFound()
    return found
  }
  const searchMessages = createSearchMessages({
    storage: { ...storage, read },
    log,
    lines: new LineLog(read, log.unsettled),
    index: { ...sqliteIndex, find },
    searching: new Limiter({ burst: 1_000, perSecond: 1 }, clock.steadyMs),
    requireRight: () => undefined,
  })
  async function search(text: string, more: Partial<CommandInput<'search.messages'>> = {}) {
    statements = 0
    const { encoded } = await searchMessages(ada, { text, rooms: [ROOM], ...more })
    const { hits, next } = v.parse(commands['search.messages'].reply, JSON.parse(encoded))
    return { bodies: hits.map(({ line }) => line.now?.edited?.body ?? line.body), next, statements }
  }
  return { search, edit, erase, follow, close: house.close }
}

const said = (count: number, word: string): string[] => Array.from({ length: count }, (_, at) => `${word} ${at + 1}`)

test('[PERF-10] an answer of fifty hits takes as many statements as an answer of one', async () => {
  const { search, close } = await openSearched([...said(60, 'many'), 'once'])
  const [one, fifty] = [await search('once'), await search('many')]
  expect([one.bodies.length, fifty.bodies.length]).toEqual([1, 50])
  expect(fifty.statements).toBe(one.statements)
  await close()
})

test('pages of one room follow each other to its end, and the last has no next', async () => {
  const { search, close } = await openSearched(said(20, 'page'))
  const first = await search('page', { limit: 10 })
  const second = await search('page', { limit: 10, ...(first.next && { before: first.next }) })
  expect([...first.bodies, ...second.bodies]).toEqual(said(20, 'page').toReversed())
  expect(second.next).toBeUndefined()
  await close()
})

test('[P-7] what is erased after the index was asked is no hit any more; what was edited is one, as it is now', async () => {
  let meanwhile = async () => {}
  const { search, edit, erase, follow, close } = await openSearched(said(3, 'word'), () => meanwhile())
  await edit(3, 'word three')
  await follow()
  expect((await search('word')).bodies).toEqual(['word three', 'word 2', 'word 1'])
  meanwhile = async () => {
    meanwhile = async () => {}
    await erase(2, 'recall')
  }
  expect((await search('word')).bodies).toEqual(['word three', 'word 1'])
  await close()
})
