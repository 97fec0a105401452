import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PartialFiles } from './partial-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-partial-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function* slice() {
  yield new Uint8Array(1_000)
}

test('[P-16] [P-19] [F-3] a slice that could not be synced is refused, and takes all before it along: nothing is built on what the disk may not have', async () => {
  let fails = false
  const told: string[] = []
  const partials = new PartialFiles(folder, {
    onBroken: (why) => void told.push(why),
    async datasync(file) {
      if (fails) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      await file.datasync()
    },
  })
  await partials.start()
  await partials.append('u1', 0, slice())
  expect([await partials.lengthOf('u1'), partials.total]).toEqual([1_000, 1_000])
  fails = true
  const refused = { name: 'Refusal', code: 'unavailable', detail: { retry_after_ms: expect.any(Number) } }
  await expect(partials.append('u1', 1_000, slice())).rejects.toMatchObject(refused)
  expect(told).toEqual(['EIO: i/o error, fdatasync'])
  expect([await partials.lengthOf('u1'), partials.total]).toEqual([0, 0])
  fails = false
  await expect(partials.append('u1', 2_000, slice())).rejects.toMatchObject({ code: 'wrong_offset' })
  await partials.append('u1', 0, slice())
  expect(await partials.lengthOf('u1')).toBe(1_000)
})

test('[P-28] [T-66] what is given up while its bytes come counts for nothing: neither what came, nor what still comes', async () => {
  const partials = new PartialFiles(join(folder, 'given-up'))
  await partials.start()
  const gone = Promise.withResolvers<void>()
  const came = Promise.withResolvers<void>()
  async function* slow() {
    yield new Uint8Array(1_000)
    came.resolve()
    await gone.promise
    yield new Uint8Array(500)
  }
  const appended = partials.append('u2', 0, slow()).catch((error: unknown) => error)
  await came.promise
  expect(partials.total).toBe(1_000)
  await partials.remove('u2')
  gone.resolve()
  expect(await appended).toMatchObject({ code: 'not_found' })
  expect([partials.total, await partials.ids()]).toEqual([0, []])
})
