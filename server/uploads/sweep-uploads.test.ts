import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newFileId, newUploadId } from '#server/kit/ids.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { attachFiles, insertFile } from './file-rows.ts'
import { PartialFiles } from './partial-files.ts'
import { createSweepUploads } from './sweep-uploads.ts'
import { findUpload, insertUpload } from './upload-rows.ts'

const DAY_MS = 24 * 3_600_000
const ADA = 'p0000000000000ada'

test('[P-19] an upload and a file that waits are forgotten after a day, not before; what is in a message stays', async () => {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  const { storage } = house
  const partials = new PartialFiles(join(house.folder, 'uploads'))
  await partials.start()
  const cut: string[] = []
  const sweep = createSweepUploads({ storage, clock, partials, cut: async (id) => void cut.push(id) })

  async function begins(): Promise<string> {
    const id = newUploadId()
    const wish = { id, owner: ADA, room: ROOM, name: 'x', bytes: 9, voice: undefined, atMs: clock.nowMs() }
    await storage.write(({ sql }) => insertUpload(sql, wish))
    await partials.append(id, 0, pieces('some'))
    return id
  }
  async function waits(seq: number | null): Promise<string> {
    const file = { id: newFileId(), kind: 'file', name: 'x', type: 't/t', bytes: 1 } as const
    const kept = { owner: ADA, room: ROOM, file, hash: 'h', thumb: null, bytes: 1, atMs: clock.nowMs() }
    await storage.write(async ({ sql }) => {
      await insertFile(sql, kept)
      if (seq !== null) await attachFiles(sql, seq, [file])
    })
    return file.id
  }
  const files = async () =>
    (await storage.read<{ id: string }[]>`select id from files order by rowid`).map(({ id }) => id)

  const [begun, waiting, said] = [await begins(), await waits(null), await waits(1)]
  writeFileSync(`${partials.pathOf(begun)}.made`, 'left by a picture')
  const stray = newUploadId()
  writeFileSync(partials.pathOf(stray), 'no row knows this one')
  clock.move(DAY_MS)
  const [newer, fresh] = [await begins(), await waits(null)]
  await sweep()
  expect(await partials.ids()).toEqual(expect.arrayContaining([begun, newer]))
  expect(existsSync(partials.pathOf(stray))).toBe(false)
  expect(await files()).toEqual([waiting, said, fresh])
  clock.move(1)
  await sweep()
  expect(cut).toEqual([begun])
  expect(await findUpload(storage.read, begun, ADA)).toBeNull()
  expect(await partials.ids()).toEqual([newer])
  expect(existsSync(`${partials.pathOf(begun)}.made`)).toBe(false)
  expect(await files()).toEqual([said, fresh])
  await house.close()
})

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

test('[F-2] files on their way outlive the process, and not another start of the machine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-partials-'))
  const before = new PartialFiles(folder)
  await before.start()
  await before.append('u1', 0, pieces('half', ' a cup'))
  const after = new PartialFiles(folder)
  await after.start()
  expect(await after.lengthOf('u1')).toBe(10)
  await after.append('u1', 10, pieces(' more'))
  expect(await after.lengthOf('u1')).toBe(15)
  writeFileSync(join(folder, 'boot'), 'another one')
  const later = new PartialFiles(folder)
  await later.start()
  expect(await later.lengthOf('u1')).toBe(0)
  expect(await later.ids()).toEqual([])
  rmSync(folder, { recursive: true })
})

test('what does not follow on what is there is refused, and what came before a failure stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-partials-'))
  const partials = new PartialFiles(folder)
  await partials.start()
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('came')
    throw new Error('the line')
  }
  const failed = await partials.append('u1', 0, broken()).catch((error: unknown) => String(error))
  expect(failed).toBe('Error: the line')
  expect(await partials.lengthOf('u1')).toBe(4)
  const refused = await partials.append('u1', 3, pieces('x')).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'wrong_offset', detail: { offset: 4 } })
  expect(await partials.lengthOf('u1')).toBe(4)
  rmSync(folder, { recursive: true })
})
