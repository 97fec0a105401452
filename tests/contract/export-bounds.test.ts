import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { connect } from 'node:net'
import path from 'node:path'
import { newToken } from '#tests/kit/guest.ts'
import { heldMb, tellingMemory } from '#tests/kit/held-memory.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { askFile, codeOf, guest } from './export-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

/** Says so much in a room, by nobody's hand: straight into the database of a server that is stopped. */
function fill(dataDir: string, room: string, messages: number, body: string): void {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'))
  const by = { id: 'p0000000000000000', name: 'somebody', look: 1 }
  const insert = database.prepare(
    `insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire)
    values (?, ?, 1, 'message.posted', 'p0000000000000000', ?, '', ?)`,
  )
  database.transaction(() => {
    for (let seq = 1; seq <= messages; seq++)
      insert.run(room, seq, `${seq}`, JSON.stringify({ type: 'message.posted', by, cid: crypto.randomUUID(), body }))
    database.run('update room_heads set seq = ? where room_id = ?', [messages, room])
  })()
  database.close()
}

/** How large a file is, and the most that the server held while it was read, in MiB. */
async function readingMb(at: TestServer, room: string, token: string): Promise<{ file: number; most: number }> {
  let [file, most, look] = [0, 0, 1]
  for await (const chunk of (await askFile(room, 'ndjson', { token, at })).body ?? []) {
    file += chunk.length / 1024 ** 2
    if (file < look) continue
    most = Math.max(most, await heldMb(at))
    look += 30
  }
  return { file, most }
}

/** How many bytes come, and the last piece of them. */
async function wholeOf(answer: Response): Promise<{ bytes: number; ending: string }> {
  let bytes = 0
  let last = new Uint8Array()
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    last = chunk
  }
  return { bytes, ending: new TextDecoder().decode(last) }
}

test('[P-28] [T-63] 20,000 messages under bounded memory; who stops reading holds nobody up; so many open and so many an hour', async () => {
  await using own = await startServer({
    ...tellingMemory,
    env: { CLASSIC: 'off', LIMIT_EXPORTS_PER_HOUR: '4', LIMIT_EXPORTS_OPEN: '3' },
  })
  const token = await newToken(own.url)
  const first = await Talker.looker(own, token)
  await first.ok('profile.set', { name: 'ada of bounds', look: 1 })
  const room = await first.joins('bounds')
  await own.stop()
  fill(own.dataDir, room, 20_000, '茶'.repeat(2_000))
  await own.start()
  const ada = await Talker.looker(own, token)
  await ada.joins('bounds')
  const bob = await guest('bob of bounds', own)
  await bob.talker.joins('bounds')

  const before = await heldMb(own)
  const { file, most } = await readingMb(own, room, token)
  expect(file).toBeGreaterThan(110)
  // A file that was made whole would be there at first, and pieces that were kept at last; the rest is code and caches.
  expect(most - before).toBeLessThan(file / 3)

  // Two readers who begin and take nothing more.
  const stopped = [1, 2].map(() => {
    const socket = connect({ port: own.port, host: '127.0.0.1' })
    socket.pause()
    socket.write(
      `GET /api/rooms/${room}/export.ndjson HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
    return socket
  })
  const times = async (event: string, most: number) => {
    while (own.lines.filter((line) => line.event === event).length < most) await own.logged(event, own.lines.length)
  }
  await times('export', 3)
  const heads = async ({ token: of }: { token: string }) =>
    (await askFile(room, 'html', { token: of, at: own, method: 'HEAD' })).status
  // A third one has the whole of its file meanwhile: as many pages are made at once as there are stopped readers.
  const { bytes, ending } = await wholeOf(await askFile(room, 'ndjson', { token: bob.token, at: own }))
  expect(bytes / 1024 ** 2).toBeCloseTo(file, 1)
  expect(ending).toEndWith('}\n')
  // A person has two at most, and all together three.
  expect(await codeOf(await askFile(room, 'html', { token, at: own }))).toEqual([503, 'busy'])
  expect(await heads(bob)).toBe(200)
  const third = await askFile(room, 'ndjson', { token: bob.token, at: own })
  // Who has none takes a place of the one who has two, and has stopped.
  const eve = await guest('eve of bounds', own)
  await eve.talker.joins('bounds')
  expect(await heads(eve)).toBe(200)
  const fourth = await askFile(room, 'ndjson', { token: eve.token, at: own })
  expect(fourth.status).toBe(200)
  await times('export_ended', 3)
  const dan = await guest('dan of bounds', own)
  await dan.talker.joins('bounds')
  expect(await codeOf(await askFile(room, 'html', { token: dan.token, at: own }))).toEqual([503, 'busy'])
  expect(await heads(dan)).toBe(503)
  for (const file of [third, fourth]) await file.body?.cancel()
  for (const socket of stopped) socket.destroy()
  await times('export_ended', 6)
  expect(await heads(dan)).toBe(200)

  await (await askFile(room, 'ndjson', { token, at: own })).body?.cancel()
  await times('export_ended', 7)
  const refused = await askFile(room, 'ndjson', { token, at: own })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(400)
  expect(await codeOf(refused)).toEqual([429, 'rate_limited'])
})
