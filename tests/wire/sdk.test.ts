import { expect, setDefaultTimeout, test } from 'bun:test'
import type { RoomEvent } from '#protocol/rooms.ts'
import { createClient, type Room } from '#sdk/index.ts'
import { createBunPlatform } from '#tests/kit/bun-platform.ts'
import { SEED } from '#tests/kit/chance.ts'
import { seeded } from '#tests/kit/fake-platform.ts'
import { type FaultProxy, startProxy } from '#tests/kit/fault-proxy.ts'
import { newToken } from '#tests/kit/guest.ts'
import { wordsOf } from '#tests/kit/lines-of.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

/** Somebody who writes in the lobby over a line that breaks, and what they see. */
async function openWriter(server: TestServer, proxy: FaultProxy, name: string) {
  const token = await newToken(server.url)
  const url = `ws://127.0.0.1:${proxy.port}/ws`
  const platform = createBunPlatform()
  const client = createClient({ platform, url, token })
  const room = client.room('')
  const writer = { client, room, name, posted: [] as string[], lines: [] as RoomEvent[], wake: () => {} }
  room.listen({
    snapshot: ({ lines }) => {
      writer.lines = [...lines]
      writer.wake()
    },
    events: (events) => {
      writer.lines.push(...events)
      writer.wake()
    },
    outgoing: () => writer.wake(),
  })
  // A reader without patience: the pauses between attempts are proven elsewhere.
  client.onStatus(({ name: status }) => status === 'waiting' && platform.after(100, client.retryNow))
  client.start()
  await new Promise<void>((resolve) => client.onStatus(({ name: status }) => status === 'online' && resolve()))
  await client.call('profile.set', { name, look: 1 })
  return writer
}
type Writer = Awaited<ReturnType<typeof openWriter>>

async function until(writer: Writer, isSo: () => boolean) {
  while (!isSo())
    await new Promise<void>((resolve) => {
      writer.wake = resolve
    })
}

async function wholeLog(room: Room): Promise<RoomEvent[]> {
  const log: RoomEvent[] = []
  while (true) {
    const { lines, more } = await room.history({ after: log.length }, 100)
    log.push(...lines)
    if (!more) return log
  }
}

test('[P-2] [P-5] [P-8] [P-11] [F-1] [F-6] the SDK over the real server: lines cut at any byte, kill -9, SIGTERM', async () => {
  const random = seeded(SEED)
  await using server = await startServer()
  await using proxy = await startProxy(server)
  const writers = [await openWriter(server, proxy, 'ada'), await openWriter(server, proxy, 'bob')]
  for (let round = 0; round < 12; round++) {
    if (round === 5) await server.kill()
    else if (round === 9) void server.stop().then(() => server.start())
    else proxy.cutAfter(random() < 0.5 ? { up: Math.floor(random() * 900) } : { down: Math.floor(random() * 2_500) })
    for (const writer of writers)
      for (let n = 0; n < 5; n++) {
        writer.posted.push(`${writer.name} ${round}.${n}`)
        writer.room.post(`${writer.name} ${round}.${n}`)
      }
    if (round === 5) await server.start()
    for (const writer of writers) await until(writer, () => writer.room.outgoing.length < 3)
  }
  for (const writer of writers) await until(writer, () => writer.room.outgoing.length === 0)
  expect(proxy.cuts).toBeGreaterThan(5)

  const [ada] = writers
  if (!ada) throw new Error('nobody wrote')
  proxy.cutAfter({})
  const log = await wholeLog(ada.room)
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, at) => at + 1))
  for (const writer of writers) {
    expect(log.filter(({ by }) => by.name === writer.name).map(wordsOf)).toEqual(writer.posted)
    await until(writer, () => writer.lines.length === log.length)
    expect(writer.lines).toEqual(log)
    writer.client.stop()
  }
})
