import { expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { File } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import { runCommand } from '#tests/commands/run-command.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const SLICE = limits.sliceBytes
const env = { CLASSIC: 'off' }

async function somebody(name: string, at: TestServer) {
  const token = await newToken(at.url)
  const talker = await Talker.looker(at, token)
  await talker.ok('profile.set', { name, look: 1 })
  return { talker, token, web: new Uploader(at, token) }
}

/** The kernel refuses this process a longer file: what a full disk does, and it can be taken back. */
function longestFile({ pid }: TestServer, bytes: number | 'unlimited'): void {
  const said = Bun.spawnSync(['prlimit', '--pid', `${pid}`, `--fsize=${bytes}:unlimited`])
  if (said.exitCode !== 0) throw new Error(said.stderr.toString())
}

test.skipIf(Bun.which('prlimit') === null)(
  '[P-16] [F-4] a disk that is full in the middle of a file: refused by name, what came stays, people talk, and it goes on',
  async () => {
    await using server = await startServer({ env })
    const { talker, web } = await somebody('ada of full disks', server)
    const room = await talker.joins('full')
    const bytes = randomFile(3 * SLICE)
    const begun = await web.opens(room, { name: 'x', bytes: bytes.length })
    await web.patch(begun.id, 0, bytes.slice(0, SLICE))
    longestFile(server, 1.5 * SLICE)
    const refused = await web.patch(begun.id, SLICE, bytes.slice(SLICE, 2 * SLICE))
    expect([refused.status, refused.json?.['code']]).toEqual([507, 'storage_full'])
    const { offset } = await web.state(begun.id)
    expect(offset).toBeWithin(SLICE, 1.5 * SLICE + 1)
    await talker.posts(room, 'and we talk on')
    expect((await web.get((await web.uploads(room, randomFile(100))).id)).status).toBe(200)
    longestFile(server, 'unlimited')
    const file = await web.sends(await web.state(begun.id), bytes)
    expect((await web.get(file.id)).bytes.equals(bytes)).toBe(true)
  },
)

test('[F-7] bytes that the disk has turned, or cut, are not served after a restart; the same file sent again mends them', async () => {
  await using server = await startServer({ env })
  const { talker, web } = await somebody('ada of turned bits', server)
  const room = await talker.joins('turned')
  const [turned, cut, sound] = [randomFile(200_000), randomFile(200_000), randomFile(200_000)]
  const files: File[] = []
  for (const bytes of [turned, cut, sound]) files.push(await web.uploads(room, bytes))
  await server.stop()
  const folder = path.join(server.dataDir, 'files')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name))
  for (const name of names.filter((one) => path.basename(one).length === 64)) {
    const bytes = readFileSync(name)
    if (bytes.equals(turned)) writeFileSync(name, bytes.fill((bytes[99_999] ?? 0) ^ 1, 99_999, 100_000))
    if (bytes.equals(cut)) writeFileSync(name, bytes.subarray(0, 150_000))
  }
  await server.start()
  const outcomes = async () => Promise.all(files.map(async ({ id }) => (await web.get(id)).status))
  expect(await outcomes()).toEqual([404, 404, 200])
  expect((await web.get(files[0]?.id ?? '', { Range: 'bytes=0-9' })).status).toBe(404)
  expect(server.lines.filter(({ event }) => event === 'file_damaged').length).toBeGreaterThan(1)
  const mended = await web.uploads(room, turned)
  expect((await web.get(mended.id)).bytes.equals(turned)).toBe(true)
  expect(await outcomes()).toEqual([200, 404, 200])
})

test('[P-21] a backup that is made while files come has every file that its database names', async () => {
  await using server = await startServer({ env: { ...env, LIMIT_UPLOADS_BURST: '1000', LIMIT_UPLOADS_OPEN: '100' } })
  const { talker, token, web } = await somebody('ada of backups', server)
  const room = await talker.joins('backups')
  const sent = new Map<string, Buffer>()
  const enough = Promise.withResolvers<void>()
  let isOver = false
  const sends = async () => {
    while (!isOver) {
      const bytes = randomFile(30_000)
      const { id } = await web.uploads(room, bytes)
      await talker.ok('message.post', { room, cid: crypto.randomUUID(), body: '', files: [{ id }] })
      sent.set(id, bytes)
      if (sent.size === 20) enough.resolve()
    }
  }
  const sending = Promise.all([sends(), sends(), sends()])
  await enough.promise
  const [archive, copy] = [`${server.dataDir}.tar`, `${server.dataDir}-copy`]
  const before = sent.size
  expect(await runCommand(['backup', archive, '--data', server.dataDir])).toMatchObject({ code: 0 })
  expect(sent.size).toBeGreaterThan(before)
  isOver = true
  await sending
  expect(await runCommand(['restore', archive, '--into', copy])).toMatchObject({ code: 0 })
  await using restored = await startServer({ env, dataDir: copy })
  const again = new Uploader(restored, token)
  const right: boolean[] = []
  for (const [id, bytes] of sent) {
    const { status, bytes: got } = await again.get(id)
    // What was sent after the backup is not in it.
    if (status !== 404) right.push(got.equals(bytes))
  }
  expect(right.length).toBeGreaterThanOrEqual(20)
  expect(right).not.toContain(false)
  expect(restored.lines.filter(({ event }) => event === 'file_missing')).toEqual([])
  await restored.stop()
  for (const path of [archive, copy]) rmSync(path, { recursive: true })
})
