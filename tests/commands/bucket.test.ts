import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bringGuest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { type S3Server, startS3 } from '#tests/kit/s3-server.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { runCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

let s3: S3Server
let server: TestServer
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-bucket-'))
  s3 = await startS3()
  server = await startServer({ env: s3.env('first') })
  const ada = await bringGuest(server, { name: 'Ada', room: 'tea' })
  await sendFiles(server.url, ada, [{ name: 'plan.txt', bytes: Buffer.from('plan '.repeat(400_000)) }], 'see')
  ada.leaves()
})
afterAll(async () => {
  await server.dispose()
  await s3.stop()
  rmSync(folder, { recursive: true, force: true })
})

const at = (prefix: string, dataDir: string) => ({ env: { ...s3.env(prefix), DATA_DIR: dataDir } })

test('[P-21] files of a bucket are in the backup, and go into the bucket of the house that is made of it', async () => {
  const archive = path.join(folder, 'house.tar')
  expect(await runCommand(['backup', archive], at('first', server.dataDir))).toMatchObject({ code: 0, err: '' })
  const restored = path.join(folder, 'restored')
  expect(await runCommand(['restore', archive], at('second', restored))).toMatchObject({ code: 0, err: '' })
  expect(readdirSync(restored)).not.toContain('files')
  const [before, after] = [s3.files('first/'), s3.files('second/')].map((files) =>
    files.map((file) => readFileSync(file)),
  )
  expect(after).toHaveLength(1)
  expect(after).toEqual(before ?? [])
  expect(await runCommand(['verify'], at('second', restored))).toMatchObject({ code: 0 })
})

test('[F-7] verify finds what a bucket has turned, and says with 2 that it cannot be reached, or went away', async () => {
  // In the middle of the file: its first piece is a MiB.
  s3.proxy.cutAfter({ down: 1_300_000 })
  const gone = await runCommand(['verify'], at('first', server.dataDir))
  expect(gone).toEqual({
    code: 2,
    out: expect.not.stringMatching(/Wrong|Sound/),
    err: expect.stringContaining('The bucket of FILES_URL cannot be read'),
  })
  s3.flip('first/', 1_500_000)
  const turned = await runCommand(['verify'], at('first', server.dataDir))
  expect(turned).toMatchObject({ code: 1 })
  expect(turned.out).toMatch(/number 1, file .*: its bytes (are not what they were|cannot be read)\./)
  const away = { env: { ...at('first', server.dataDir).env, S3_ENDPOINT: 'http://127.0.0.1:9' } }
  const { code, err } = await runCommand(['verify'], away)
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('The bucket of FILES_URL cannot be read') })
  const target = path.join(folder, 'away.tar')
  expect(await runCommand(['backup', target], away)).toMatchObject({ code: 1 })
  expect(readdirSync(folder).filter((name) => name.startsWith('away'))).toEqual([])
})
