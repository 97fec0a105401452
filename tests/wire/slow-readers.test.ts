import { expect, setDefaultTimeout, test } from 'bun:test'
import { bringClassic } from '#tests/classic/classic-client.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { heldMb, tellingMemory } from '#tests/kit/held-memory.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { mostMs } from './slowest-answer.ts'
import { bringReader, bringV1, openV1 } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const MIB = 1024 * 1024
/** 12 kB each. */
const BODY = '茶'.repeat(4_000)
const CALM_POSTS = 100
const POSTS = 1_500
const AT_ONCE = 50
const STOPPED = 32
/** What the kernel takes of a reader that stopped, before anything waits in the server: 4 to 6 MB, and nobody's own fault. */
const KERNEL_MB = 6
/** What a server that keeps all of it for them would hold, some hundred MB; ours may hold 128 KiB for each. */
const UNBOUNDED_MB = STOPPED * (((POSTS - CALM_POSTS) * 3 * BODY.length) / MIB - KERNEL_MB)

test('[D-7] [P-12] [P-28] readers who stop: the others hear everything, in time; they alone are cut, and resume', async () => {
  await using server = await startServer({ ...tellingMemory, env: { LIMIT_BACKLOG_BYTES: `${128 * 1024}` } })
  await using line = await startProxy(server)
  using writer = await bringV1(server, 'writer')
  const readers = await Promise.all(Array.from({ length: 3 }, () => bringReader(server)))
  const stopped = await Promise.all(Array.from({ length: STOPPED }, () => bringReader(server)))
  const stoppedClassic = await bringClassic(server, 'stopped')
  const slow = await bringGuest(
    { url: server.url, socketUrl: `ws://127.0.0.1:${line.port}/ws` },
    { name: 'behind a line', most: 2 * POSTS },
  )
  const { runs, upTo } = await hearing(slow)
  /** The slowest answer to so many posts. */
  const slowestOf = async (posts: number) => {
    let slowest = 0
    for (let at = 0; at < posts; at += AT_ONCE) {
      const began = performance.now()
      await Promise.all(Array.from({ length: AT_ONCE }, () => writer.post(BODY)))
      slowest = Math.max(slowest, performance.now() - began)
      if (at % 100 === 0) (await openV1(server)).leaves()
    }
    return slowest
  }
  const calmMs = await slowestOf(CALM_POSTS)
  const before = await heldMb(server)
  for (const { socket } of [...stopped, stoppedClassic]) socket.stopReading()
  line.hold()
  expect(await slowestOf(POSTS - CALM_POSTS)).toBeLessThan(mostMs(calmMs))
  // What they did not take is theirs alone. What is right is a few MB, what is wrong some hundred.
  expect((await heldMb(server)) - before).toBeLessThan(UNBOUNDED_MB / 3)
  for (const reader of readers) {
    await reader.socket.until('all', () => reader.events.length === POSTS)
    expect(reader.socket.closeCode).toBeNull()
  }
  const cut = () => server.lines.filter((line) => line.event === 'closed')
  const all = STOPPED + 2
  await server.found(() => (cut().length >= all ? true : undefined))
  // One of them is classic, and has no code in the log.
  expect(cut().filter((line) => line['code'] === 1006)).toHaveLength(all - 1)

  // Who reads again comes back by itself, and has each of them once, in order.
  line.release()
  await upTo(POSTS)
  expect(runs).toEqual([Array.from({ length: POSTS }, (_, at) => at + 1)])
  for (const one of [...readers, ...stopped]) one.leaves()
  stoppedClassic.leaves()
  slow.leaves()
})

/** The numbers that somebody is shown, by a snapshot or one by one; resolves when it is all ears. */
async function hearing({ room }: Guest): Promise<{ runs: number[][]; upTo(seq: number): Promise<void> }> {
  const runs: number[][] = []
  let look = () => {}
  const isThere = Promise.withResolvers<void>()
  room.listen({
    snapshot: () => {
      runs.push([])
      isThere.resolve()
    },
    events(events) {
      runs.at(-1)?.push(...events.map(({ seq }) => seq))
      look()
    },
  })
  await isThere.promise
  const upTo = (seq: number): Promise<void> =>
    new Promise((resolve) => {
      look = () => (runs.at(-1)?.at(-1) ?? 0) >= seq && resolve()
      look()
    })
  return { runs, upTo }
}

test('[D-20] a reader that takes little at a time gets whole frames, in order, or a close', async () => {
  await using server = await startServer({ env: { LIMIT_BACKLOG_BYTES: `${128 * 1024}` } })
  using writer = await bringV1(server, 'writer')
  using slow = await bringReader(server)
  const body = '茶'.repeat(3_000)
  for (let at = 0; at < 300; at++) {
    slow.socket.stopReading()
    await writer.post(body)
    if (at % 10 === 0) slow.socket.resume()
  }
  slow.socket.resume()
  await slow.socket.until('close', () => slow.socket.closeCode ?? slow.events.length === 300)
  const { events } = slow
  expect(events.length).toBeGreaterThan(0)
  expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1))
  expect(events.every((event) => event.body === body)).toBe(true)
})
