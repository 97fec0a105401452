import { expect, setDefaultTimeout, test } from 'bun:test'
import { bringClassic } from '#tests/classic/classic-client.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { residentMb } from './resident.ts'
import { mostMs } from './slowest-answer.ts'
import { bringReader, bringV1, openV1 } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const STOPPED = 8

test('[D-7] [P-12] [P-28] readers who stop: the others hear everything, in time; they alone are cut, and resume', async () => {
  await using server = await startServer({ env: { LIMIT_BACKLOG_BYTES: `${128 * 1024}` } })
  await using line = await startProxy(server)
  using writer = await bringV1(server, 'writer')
  const readers = await Promise.all(Array.from({ length: 5 }, () => bringReader(server)))
  const stopped = await Promise.all(Array.from({ length: STOPPED }, () => bringReader(server)))
  const stoppedClassic = await bringClassic(server, 'stopped')
  const slow = await bringGuest(
    { url: server.url, socketUrl: `ws://127.0.0.1:${line.port}/ws` },
    { name: 'behind a line', most: 2_000 },
  )
  const { runs, upTo } = await hearing(slow)
  // The slowest of so many tens of posts. 12 kB each: 6 MB and more go into the kernel's buffers before the server's own bound is reached.
  const slowestOf = async (tens: number) => {
    let slowest = 0
    for (let at = 0; at < tens; at++) {
      const began = performance.now()
      await Promise.all(Array.from({ length: 10 }, () => writer.post('茶'.repeat(4_000))))
      slowest = Math.max(slowest, performance.now() - began)
      if (at % 10 === 0) (await openV1(server)).leaves()
    }
    return slowest
  }
  const calmMs = await slowestOf(10)
  const before = residentMb(server)
  for (const { socket } of [...stopped, stoppedClassic]) socket.stopReading()
  line.hold()
  expect(await slowestOf(90)).toBeLessThan(mostMs(calmMs))
  for (const reader of readers) {
    await reader.socket.until('all', () => reader.events.length === 1_000)
    expect(reader.socket.closeCode).toBeNull()
  }
  const cut = () => server.lines.filter((line) => line.event === 'closed')
  const all = STOPPED + 2
  await server.found(() => (cut().length >= all ? true : undefined))
  // One of them is classic, and has no code in the log.
  expect(cut().filter((line) => line['code'] === 1006)).toHaveLength(all - 1)
  // What they did not take was theirs alone: 128 KiB each, and what the runtime holds on to.
  expect(residentMb(server) - before).toBeLessThan(96)

  // Who reads again comes back by itself, and has each of them once, in order.
  line.release()
  await upTo(1_000)
  expect(runs).toEqual([Array.from({ length: 1_000 }, (_, at) => at + 1)])
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
