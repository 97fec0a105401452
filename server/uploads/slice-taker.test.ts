import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUploadId } from '#server/kit/ids.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { refusalOf } from '#tests/kit/message-house.ts'
import { PartialFiles } from './partial-files.ts'
import { SliceTaker } from './slice-taker.ts'

test('[P-16] what was begun does not take the space that is left for the chat; it goes on when there is more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-slices-'))
  const clock = new FakeClock()
  const partials = new PartialFiles(folder)
  await partials.start()
  const id = newUploadId()
  const upload = { id, owner_id: 'p', room_id: null, name: 'x', bytes: 3, voice: null, file_id: null }
  const takes = (freeDiskBytes: number) => {
    const quota = { slicesAtOnce: 9, slicesPerPerson: 9, uploadBytesPerSecond: 1e9, freeDiskBytes }
    const budget = new Limiter({ burst: 9, perSecond: 1 }, clock.steadyMs)
    const taker = new SliceTaker({ clock, partials, budget, quota, sliceBytes: 99 })
    return taker.take(upload, { offset: 0, bytes: 3, body: new Response('tea').body })
  }
  expect(await refusalOf(takes(Number.MAX_SAFE_INTEGER))).toMatchObject({ code: 'storage_full' })
  expect(await partials.lengthOf(id)).toBe(0)
  await takes(0)
  expect(await partials.lengthOf(id)).toBe(3)
  rmSync(folder, { recursive: true })
})
