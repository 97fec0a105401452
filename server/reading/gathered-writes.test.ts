import { expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { failureOf } from '#tests/kit/failure.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { GatheredWrites } from './gathered-writes.ts'

/** A lane in the hands of the test: it sees how many items each write has, and lets it through. */
function open() {
  const clock = new FakeClock()
  const writes: { items: readonly number[]; let: PromiseWithResolvers<void> }[] = []
  const gathered = new GatheredWrites<number, number>({
    clock,
    gatherMs: 500,
    storage: {
      async write(work) {
        // Nothing here asks the database.
        const result = await work({ sql: () => [] as never, tell() {} })
        await writes.at(-1)?.let.promise
        return result
      },
    },
    async write(_sql, items) {
      writes.push({ items, let: Promise.withResolvers() })
      return items.map((item) => item * 2)
    },
  })
  return { clock, writes, gathered }
}

test('what comes within half a second is one write, and each gets its own result when it is durable', async () => {
  const { clock, writes, gathered } = open()
  const results = Promise.all([1, 2, 3].map((item) => gathered.add(item)))
  clock.move(499)
  expect(writes).toEqual([])
  clock.move(1)
  await nextTurn()
  expect(writes.map(({ items }) => items)).toEqual([[1, 2, 3]])
  writes[0]?.let.resolve()
  expect(await results).toEqual([2, 4, 6])
})

test('[HOUSE-13] a crowd is many small writes, one after the other', async () => {
  const { clock, writes, gathered } = open()
  const results = Promise.all(Array.from({ length: 700 }, (_, item) => gathered.add(item)))
  clock.move(500)
  for (const most of [300, 300, 100]) {
    await nextTurn()
    expect(writes.at(-1)?.items).toHaveLength(most)
    writes.at(-1)?.let.resolve()
  }
  expect((await results).at(-1)).toBe(1_398)
  expect(writes).toHaveLength(3)
})

test('[PERF-2] what comes during a write gathers anew, so that a crowd that never rests is not one write after the other', async () => {
  const { clock, writes, gathered } = open()
  const first = gathered.add(1)
  clock.move(500)
  await nextTurn()
  const meanwhile = [2, 3].map((item) => gathered.add(item))
  writes[0]?.let.resolve()
  expect(await first).toBe(2)
  await nextTurn()
  expect(writes).toHaveLength(1)
  clock.move(500)
  await nextTurn()
  expect(writes.map(({ items }) => items)).toEqual([[1], [2, 3]])
  writes[1]?.let.resolve()
  expect(await Promise.all(meanwhile)).toEqual([4, 6])
})

test('a write that fails fails all that was in it, and nothing else', async () => {
  const { clock, writes, gathered } = open()
  const lost = gathered.add(1)
  clock.move(500)
  await nextTurn()
  const next = gathered.add(2)
  writes[0]?.let.reject(new Error('undone'))
  expect(String(await failureOf(lost))).toContain('undone')
  clock.move(500)
  await nextTurn()
  writes[1]?.let.resolve()
  expect(await next).toBe(4)
})

test('[P-17] a server that stops writes all that waits at once', async () => {
  const { writes, gathered } = open()
  const results = Array.from({ length: 650 }, (_, item) => gathered.add(item))
  gathered.flush()
  await nextTurn()
  expect(writes.map(({ items }) => items.length)).toEqual([300, 300, 50])
  for (const write of writes) write.let.resolve()
  expect((await Promise.all(results)).length).toBe(650)
})

test('[HOUSE-12] above its bound it is busy', async () => {
  const { gathered } = open()
  for (let item = 0; item < 50_000; item++) void gathered.add(item)
  expect(await failureOf(gathered.add(1))).toMatchObject({ code: 'busy' })
})
