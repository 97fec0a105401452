import { expect, setDefaultTimeout, test } from 'bun:test'
import type { Line } from '#protocol/lines.ts'
import { createClient, type Room, type Snapshot } from '#sdk/index.ts'
import { createBunPlatform } from '#tests/kit/bun-platform.ts'
import { type FaultProxy, startProxy } from '#tests/kit/fault-proxy.ts'
import { newToken } from '#tests/kit/guest.ts'
import { linesOf } from '#tests/kit/lines-of.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

/** Somebody in the lobby over a line that breaks, and what they see of it: the events folded, as a page would. */
async function openReader(server: TestServer, proxy: FaultProxy, name: string) {
  const platform = createBunPlatform()
  const token = await newToken(server.url)
  const client = createClient({ platform, url: `ws://127.0.0.1:${proxy.port}/ws`, token })
  const room = client.room('')
  const reader = { client, room, lines: [] as Line[], last: 0, caughtUp: false, wake: () => {} }
  const see = (lines: Line[], last: number, caughtUp: boolean) => {
    Object.assign(reader, { lines, last: Math.max(last, reader.last), caughtUp })
    reader.wake()
  }
  room.listen({
    snapshot: ({ lines, last }: Snapshot) => see([...lines], last, true),
    events: (events, caughtUp) => see(linesOf(events, reader.lines), events.at(-1)?.seq ?? 0, caughtUp),
    outgoing: () => reader.wake(),
  })
  client.onStatus(({ name: status }) => {
    if (status === 'waiting') platform.after(100, client.retryNow)
    if (status !== 'online') reader.caughtUp = false
  })
  client.start()
  await new Promise<void>((resolve) => client.onStatus(({ name: status }) => status === 'online' && resolve()))
  await client.call('profile.set', { name, look: 1 })
  await until(reader, () => reader.caughtUp)
  return reader
}
type Reader = Awaited<ReturnType<typeof openReader>>

async function until(reader: Reader, isSo: () => boolean) {
  while (!isSo())
    await new Promise<void>((resolve) => {
      reader.wake = resolve
    })
}

/** Asks until it was answered, or refused for good; what is offline asks again when it is back. */
async function does(reader: Reader, change: (room: Room) => Promise<unknown>): Promise<string> {
  for (;;) {
    await until(reader, () => reader.caughtUp)
    const outcome = await change(reader.room).then(
      () => 'ok',
      (error: Error) => error.message,
    )
    if (outcome !== 'disconnected') return outcome
  }
}

test('[P-5] [P-7] [F-6] changes over the real server, with lines cut in the middle: done once, and seen alike by all', async () => {
  await using server = await startServer()
  await using proxy = await startProxy(server)
  const [ada, bob] = [await openReader(server, proxy, 'ada'), await openReader(server, proxy, 'bob')]
  for (let n = 1; n <= 6; n++) ada.room.post(`message ${n}`, n > 3 ? { re: n - 3 } : {})
  await until(bob, () => bob.lines.length === 6)
  const doing: Promise<string>[] = []
  for (let round = 0; round < 8; round++) {
    proxy.cutAfter(round % 2 === 0 ? { up: 150 + 60 * round } : { down: 300 + 90 * round })
    doing.push(does(ada, (room) => room.edit(1, `edit ${round}`)))
    doing.push(does(bob, (room) => room.react(2, '🍵', round % 2 === 0)))
    doing.push(does(bob, (room) => room.pin(3, round % 2 === 0)))
    if (round === 5) doing.push(does(ada, (room) => room.erase(4, 'recall')))
    await Promise.all(doing)
  }
  expect(await Promise.all(doing)).toEqual(doing.map(() => 'ok'))
  expect(proxy.cuts).toBeGreaterThan(3)
  expect(await does(bob, (room) => room.edit(1, 'not his'))).toBe('forbidden')
  proxy.cutAfter({})
  const { lines, head } = await ada.room.history({ before: Number.MAX_SAFE_INTEGER })
  for (const reader of [ada, bob]) {
    await until(reader, () => reader.caughtUp && reader.last === head)
    expect(reader.lines).toEqual(lines)
  }
  expect(lines[0]?.now?.edited).toMatchObject({ body: 'edit 7', times: 8 })
  expect(lines[3]).toMatchObject({ erased: expect.any(Number), now: { erased: { how: 'recalled' } } })
  expect(lines[4]).toMatchObject({ re: 2 })
  expect((await ada.room.pins()).lines).toEqual([])
  expect((await ada.room.edits(1)).map(({ body }) => body)).toEqual([
    'message 1',
    ...[0, 1, 2, 3, 4, 5, 6].map((n) => `edit ${n}`),
  ])
  const around = await bob.room.history({ around: 3 }, 3)
  expect(around.lines.map(({ seq }) => seq)).toEqual([2, 3, 4])
  expect((await bob.room.history({ at: 0 }, 4)).lines.map(({ seq }) => seq)).toEqual([1, 2])
  expect((await bob.room.get([5, 99])).lines).toEqual(lines.slice(4, 5))
  for (const { client } of [ada, bob]) client.stop()
})
