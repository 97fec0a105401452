import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import * as v from 'valibot'
import { type Line, line as lineSchema } from '#protocol/lines.ts'
import { readRoom } from '#server/commands/exchange/read-room.ts'
import { failureOf } from '#tests/kit/failure.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { readZip } from '#tests/kit/read-zip.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { liveIn } from './lived-in.ts'
import { runCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let folder: string
let room: string
const inside = (name: string) => path.join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-exchange-'))
  server = await startServer()
  const { ada, bob, ...at } = await liveIn(server)
  room = at.room
  await sendFiles(server.url, bob, [{ name: 'cup.png', bytes: pngPicture({ width: 40, height: 30 }) }])
  // Said late, and of what was said early: its time is that of the change.
  const change = { room, cid: crypto.randomUUID(), message: 8 }
  await ada.client.call('message.edit', { ...change, body: 'a late word for @Bob' })
  await bob.client.call('message.post', { room, cid: crypto.randomUUID(), body: 'an answer', re: 8 })
  ada.leaves()
  bob.leaves()
})
afterAll(async () => {
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

type Told = Pick<Line, 'seq' | 'at' | 'body' | 'now'> & { by: string; files: string[]; answers: string | undefined }

/** What a room says, without the ids and numbers that each house gives by itself. */
function told(archive: string): Omit<Told, 'seq'>[] {
  const data =
    readZip(readFileSync(archive))
      .find(({ name }) => name === 'room.ndjson')
      ?.bytes.toString() ?? ''
  const values = data.trim().split('\n').slice(1)
  const lines = values.map((text) => v.parse(lineSchema, JSON.parse(text)))
  const bodies = new Map(lines.map(({ seq, body }) => [seq, body]))
  return lines.map(({ at, by, body, now, files = [], re }) => ({
    at,
    by: `${by.name} ${by.look}`,
    body,
    now: JSON.parse(
      JSON.stringify(now ?? null)
        .replaceAll(/"(?:id|v)":[^,}]+,?/g, '')
        .replaceAll(',}', '}'),
    ),
    files: files.map(({ kind, name, bytes }) => `${kind} ${name} ${kind === 'picture' ? '' : bytes}`),
    answers: re === undefined ? undefined : bodies.get(re),
  }))
}

test('a room goes into another house as it was: words, order, times, states, files, stubs; and its people are nobody there', async () => {
  const archive = inside('tea.zip')
  // Beside the running server.
  expect(await runCommand(['export', 'tea', archive, '--data', server.dataDir])).toMatchObject({ code: 0, err: '' })
  await using other = await startServer()
  const running = await runCommand(['import', archive, '--data', other.dataDir])
  expect({ code: running.code, says: running.err }).toEqual({
    code: 1,
    says: expect.stringContaining('is in use by another Teahouse'),
  })
  await other.stop()
  const { code, out } = await runCommand(['import', archive, '--data', other.dataDir])
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Imported: tea, at /r/tea\n') })
  expect(await runCommand(['import', archive, '--data', other.dataDir])).toMatchObject({
    code: 0,
    out: expect.stringContaining('was imported before: it is the room /r/tea. Nothing was done.'),
  })
  const again = inside('again.zip')
  await runCommand(['export', 'tea', again, '--data', other.dataDir])
  expect(told(again)).toEqual(told(archive))
  expect(told(archive).filter(({ files }) => files.length > 0)).toHaveLength(2)
  expect(await runCommand(['verify', '--data', other.dataDir])).toMatchObject({ code: 0 })
  await other.start()
  const guest = await bringGuest(other, { name: 'Ada', room: 'tea' })
  await readsAll(other, guest)
  guest.leaves()
})

/** Somebody new reads it, finds it, gets its files, and is not taken for who said it. */
async function readsAll({ url }: TestServer, guest: Guest): Promise<void> {
  const { lines } = await guest.client.call('room.history', { room: guest.room.info?.id ?? '', limit: 100 })
  const ada = lines.find(({ body }) => body?.startsWith('0 茶馆'))
  expect(ada?.by.name).toBe('Ada')
  const edit = { room: guest.room.info?.id ?? '', cid: crypto.randomUUID(), message: ada?.seq ?? 0, body: 'mine?' }
  const refusal = await guest.client.call('message.edit', edit).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ refusal: { code: expect.any(String) } })
  const files = lines.flatMap((line) => line.files ?? [])
  const answers = await Promise.all(
    files.flatMap(({ id, kind }) =>
      (kind === 'picture' ? [id, `${id}/thumb`] : [id]).map((name) =>
        fetch(`${url}/api/files/${name}`, { headers: { Authorization: `Bearer ${guest.token}` } }),
      ),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
}

test('[T-76] what is broken is refused with the number of its line, and nothing of it is imported', async () => {
  await using other = await startServer()
  await other.stop()
  const data = inside('tea.ndjson')
  expect(await runCommand(['export', room, data, '--data', server.dataDir])).toMatchObject({ code: 0 })
  const lines = readFileSync(data, 'utf8').trim().split('\n')
  const changed = (at: number, change: (line: string) => string) =>
    lines.map((line, n) => (n === at ? change(line) : line))
  const cases: [string, string[], RegExp][] = [
    ['no head', lines.slice(1), /This is no exported room/],
    ['a newer format', changed(0, (line) => line.replace('"format":1', '"format":2')), /exported by a newer Teahouse/],
    ['a line less', changed(9, () => '').filter(Boolean), /It was cut: its head names \d+ messages/],
    ['no JSON', changed(4, (line) => line.slice(1)), /^Line 5 is not as it should be/],
    ['another type', changed(4, (line) => line.replace('message.posted', 'message.shouted')), /^Line 5 is not/],
    ['a number twice', changed(4, () => lines[3] ?? ''), /^Line 5 .* number 3 stands behind 3/],
    [
      'a time that goes back',
      changed(4, (line) => line.replace(/"at":\d+/, '"at":5')),
      /^Line 5 .* earlier than what stands before it/,
    ],
    [
      'a change in a year far away',
      changed(3, (line) => line.replace(/"edited":\{"at":\d+/, '"edited":{"at":1e300')),
      /^Line 4 .* a time that is none, or has not come yet/,
    ],
    [
      'half a millisecond',
      changed(1, (line) => line.replace(/"at":\d+/, '"at":0.5')),
      /^Line 2 .* a time that is none/,
    ],
    [
      'a state of nothing',
      changed(3, (line) => line.replace('"times":2', '"times":0')),
      /^Line 4 .* no events could have made its state/,
    ],
  ]
  for (const [what, broken, says] of cases) {
    const pieces = Readable.from([Buffer.from(`${broken.join('\n')}\n`)])
    const reader = { head: async () => {}, item: async () => {} }
    const failure = await failureOf(readRoom(pieces, Date.now(), reader))
    expect({ what, says: failure instanceof Error ? failure.message : '' }).toEqual({
      what,
      says: expect.stringMatching(says),
    })
  }
  const file = inside('broken.ndjson')
  writeFileSync(
    file,
    `${changed(9, () => '')
      .filter(Boolean)
      .join('\n')}\n`,
  )
  expect(await runCommand(['import', file, '--data', other.dataDir])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^It was cut/),
  })
  const { out } = await runCommand(['verify', '--data', other.dataDir])
  expect(out).toContain('Looked at 1 room with 0 events')
  // What was for its members only has none here: nobody guesses the way to it (T-3). What is in no archive is told.
  const picture = { id: `f${'0'.repeat(26)}`, width: 4, height: 4 }
  const cards = JSON.stringify([{ link: 'https://tea.example/', host: 'tea.example', title: 'Tea', picture }])
  const plain = lines.findIndex((line) => line.includes('message.posted') && !line.includes('"now"'))
  const secretLines = changed(plain, (line) => `${line.slice(0, -1)},"now":{"v":999,"cards":${cards}}}`)
  secretLines[0] = lines[0]?.replace('"access":"link"', '"access":"private"') ?? ''
  writeFileSync(file, `${secretLines.join('\n')}\n`)
  const secret = await runCommand(['import', file, '--data', other.dataDir])
  expect(secret.out).toContain('1 picture of link cards could not be taken along: no archive has them.\n')
  expect(secret).toMatchObject({ code: 0, out: expect.stringMatching(/, at \/r\/~[0-9a-z]{12}\n/) })
})

test('every room can be exported at once; what does not exist, or ends in something else, is told', async () => {
  const all = inside('all')
  const { code, out } = await runCommand(['export', '--all', all, '--data', server.dataDir])
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`2 rooms in ${all}\n`) })
  expect(await runCommand(['export', 'nowhere', '--data', server.dataDir])).toMatchObject({ code: 2 })
  expect(await runCommand(['export', 'tea', inside('x.txt'), '--data', server.dataDir])).toMatchObject({ code: 2 })
})
