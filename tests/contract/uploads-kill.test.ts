import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { type Upload, upload } from '#protocol/files.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const env = { CLASSIC: 'off', LIMIT_UPLOADS_BURST: '100000', LIMIT_UPLOADS_OPEN: '1000', LIMIT_SLICES_PER_PERSON: '50' }
const ROUNDS = 3
const AT_ONCE = 6
const PIECE = 40_000

type Sending = { begun: Upload; bytes: Buffer<ArrayBuffer>; answered: string | null }

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Sends file after file, small slices at a time, until the server is gone. */
async function keepsSending(web: Uploader, room: string, sent: Sending[], onStep: () => void): Promise<void> {
  try {
    for (;;) {
      const bytes = randomFile(PIECE + Math.floor(Math.random() * 2 * PIECE))
      const sending: Sending = {
        begun: await web.opens(room, { name: 'x', bytes: bytes.length }),
        bytes,
        answered: null,
      }
      sent.push(sending)
      for (let at = 0; at < bytes.length; at += PIECE) {
        const { json } = await web.patch(sending.begun.id, at, bytes.slice(at, at + PIECE))
        onStep()
        sending.answered = v.parse(upload, json).file?.id ?? null
      }
    }
  } catch {
    // It was killed.
  }
}

/** What database and disk say, while nobody writes to them. */
function booksOf({ dataDir }: TestServer) {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  const named = database.query<{ hash: string }, []>('select hash from files').all()
  const kept = database.query<{ hash: string; bytes: number }, []>('select hash, bytes from blobs').all()
  database.close()
  const folder = path.join(dataDir, 'files')
  const onDisk = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 60)
  return { named, kept, onDisk: onDisk.map((name) => path.join(folder, name)) }
}

test('[P-19] [F-1] kill -9 while files come: no half file, no row without bytes, what was answered is there, the rest goes on', async () => {
  await using server = await startServer({ env })
  const token = await newToken(server.url)
  const ada = await Talker.looker(server, token)
  await ada.ok('profile.set', { name: 'ada', look: 1 })
  const room = await ada.joins('killed-files')
  const web = new Uploader(server, token)
  const sent: Sending[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const enough = Promise.withResolvers<void>()
    let steps = 0
    const onStep = () => {
      if (++steps === 9 + 5 * round) enough.resolve()
    }
    const senders = Array.from({ length: AT_ONCE }, () => keepsSending(web, room, sent, onStep))
    await enough.promise
    await server.kill()
    await Promise.all(senders)
    const { named, kept, onDisk } = booksOf(server)
    // A name on the disk always leads to whole bytes, a row to a name, a file to a row.
    for (const file of onDisk) expect(sha256(readFileSync(file))).toBe(path.basename(file))
    const there = new Set(onDisk.map((file) => path.basename(file)))
    expect(kept.filter(({ hash }) => !there.has(hash))).toEqual([])
    const rows = new Set(kept.map(({ hash }) => hash))
    expect(named.filter(({ hash }) => !rows.has(hash))).toEqual([])
    await server.start()
  }
  const whole = sent.filter(({ answered }) => answered !== null)
  expect(whole.length).toBeGreaterThan(3)
  expect(sent.length - whole.length).toBeGreaterThan(ROUNDS)
  for (const { begun, bytes, answered } of sent) {
    const { id } = await web.sends(await web.state(begun.id), bytes)
    if (answered !== null) expect(id).toBe(answered)
    expect((await web.get(id)).bytes.equals(bytes)).toBe(true)
  }
})
