import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fold } from '#protocol/fold.ts'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import { type Run, runsOf, signsOf } from '#protocol/text-runs.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { fc } from '#tests/kit/chance.ts'
import { documentOf } from './indexed-text.ts'
import { type Phrase, readQuery } from './read-query.ts'
import { sqliteIndex as index } from './search-index-sqlite.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function openIndex() {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-search-'))
  const database = await openSqlite(join(folder, 'house.sqlite'))
  cleanups.push(
    () => rmSync(folder, { recursive: true }),
    () => database.close(),
  )
  const add = (bodies: readonly string[], room = 1) =>
    database.transaction((sql) =>
      index.add(
        sql,
        bodies.map((body, at) => documentOf({ room, seq: at + 1 }, { by: 'p1', body })),
      ),
    )
  const remove = (body: string, seq: number) =>
    database.transaction((sql) => index.remove(sql, documentOf({ room: 1, seq }, { by: 'p1', body })))
  const find = (text: string, change: { room?: number; facets?: string[]; limit?: number; to?: number } = {}) =>
    index.find(database.read, {
      ...{ room: 1, from: 1, to: 1_000_000, facets: [], limit: 1_000, ...change },
      phrases: readQuery(text).phrases,
    })
  return { database, add, remove, find }
}

test('one sign, two, three; mixed; phrases; beginnings; newest first', async () => {
  const { add, find } = await openIndex()
  await add(['去茶馆喝茶', '茶在馆子里', '我用Bun写代码', 'green tea, black tea', 'tea is green', 'release notes 茶馆'])
  expect(await find('茶')).toEqual([6, 2, 1])
  expect(await find('茶馆')).toEqual([6, 1])
  expect(await find('茶馆喝')).toEqual([1])
  expect(await find('用bun写')).toEqual([3])
  expect(await find('用bun写代')).toEqual([3])
  expect(await find('bun 码')).toEqual([3])
  expect(await find('"green tea"')).toEqual([4])
  expect(await find('green tea')).toEqual([5, 4])
  expect(await find('te')).toEqual([5, 4])
  expect(await find('te ')).toEqual([])
  expect(await find('relea')).toEqual([6])
  expect(await find('relea ')).toEqual([])
  expect(await find('ＲＥＬ* 茶馆')).toEqual([6])
})

test('a room is a range of its own, and so are times and pages', async () => {
  const { add, find } = await openIndex()
  await add(['tea one', 'tea two'], 1)
  await add(['tea other'], 2)
  expect(await find('tea')).toEqual([2, 1])
  expect(await find('tea', { room: 2 })).toEqual([1])
  expect(await find('tea', { limit: 1 })).toEqual([2])
  expect(await find('tea', { to: 1 })).toEqual([1])
  expect(await find('other')).toEqual([])
})

test('words are found without their marks, links by their words and their address', async () => {
  const { add, find } = await openIndex()
  await add(['喝**茶**馆', 'see [the map](https://example.com/teahouse)', '||secret||'])
  expect(await find('茶馆')).toEqual([1])
  expect(await find('map teahouse')).toEqual([2])
  expect(await find('secret')).toEqual([3])
})

test('links and persons are filters, and nobody can type them', async () => {
  const { add, find } = await openIndex()
  await add(['看 https://example.com/茶', 'link p1 without'])
  expect(await find('', { facets: ['link'] })).toEqual([1])
  expect(await find('', { facets: ['p1', 'link'] })).toEqual([1])
  expect(await find('', { facets: ['p2'] })).toEqual([])
  expect(await find('link p1 ')).toEqual([2])
})

test('[P-7] a message that was taken out is not found, and nothing of it is left in the pages', async () => {
  const { database, add, remove, find } = await openIndex()
  await add(['tea one', 'secretword 机密茶', 'tea three'])
  expect(await find('secretw')).toEqual([2])
  const pages = async () => {
    const rows = await database.read<{ block: Uint8Array }[]>`select block from search_index_data`
    return rows.map(({ block }) => Buffer.from(block).toString('latin1')).join('\n')
  }
  expect(await pages()).toContain('secretword')
  await remove('secretword 机密茶', 2)
  expect(await find('secretw')).toEqual([])
  expect(await find('茶')).toEqual([])
  expect(await find('tea')).toEqual([3, 1])
  expect(await pages()).not.toContain('secretword')
})

/** What stands in a text, sign by sign; `ends`: the run ends here. */
type Unit = { text: string; sign: boolean; ends: boolean }
const unitsOf = (runs: readonly Run[]): Unit[] =>
  runs.flatMap(({ kind, text }): Unit[] =>
    kind === 'word'
      ? [{ text, sign: false, ends: true }]
      : signsOf(text).map((sign, at, all) => ({ text: sign, sign: true, ends: at === all.length - 1 })),
  )

/** The same by looking at every text: slow, plain, and without an index. */
function stands(phrase: Phrase, body: string): boolean {
  const text = unitsOf(runsOf(fold(plainText(parseMarkup(body)))))
  const wanted = unitsOf(phrase.runs)
  return text.some((_, from) =>
    wanted.every((unit, at) => {
      const there = text[from + at]
      if (there?.sign !== unit.sign) return false
      const isLast = at === wanted.length - 1
      if (!isLast && there.ends !== unit.ends) return false
      return isLast && phrase.open && !unit.sign ? there.text.startsWith(unit.text) : there.text === unit.text
    }),
  )
}

test('what is found is what stands there: index and plain reading agree on everything', async () => {
  const { add, find } = await openIndex()
  const piece = fc.constantFrom(
    '茶',
    '馆',
    '子',
    '茶馆',
    ' ',
    '，',
    'a',
    'ab',
    'abcd',
    'Abcde',
    'é',
    '1',
    'の',
    '🍵',
    '"',
    '*',
  )
  const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))
  const bodies = fc.sample(text, { numRuns: 300, seed: 7 })
  await add(bodies)
  let found = 0
  await fc.assert(
    fc.asyncProperty(text, async (typed) => {
      const { phrases } = readQuery(typed)
      fc.pre(phrases.length > 0)
      const expected = bodies.flatMap((body, at) => (phrases.every((one) => stands(one, body)) ? [at + 1] : []))
      found += expected.length
      expect(await find(typed)).toEqual(expected.reverse())
    }),
    { numRuns: 500 },
  )
  expect(found).toBeGreaterThan(500)
})
