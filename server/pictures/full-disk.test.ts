import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#server/kit/clock.ts'
import { createLog } from '#server/kit/log.ts'
import { onSmallDisk } from '#tests/kit/full-disk.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { createPictures } from './index.ts'

test('[P-16] a picture that a full disk does not take is not called broken: it may be asked for again', async () => {
  const diary = createLog({ level: 'error', format: 'json', write: () => {}, nowMs: Date.now })
  const pictures = createPictures({ clock: systemClock, diary })
  await onSmallDisk(async ({ folder, fill, empty }) => {
    const upload = join(folder, 'upload')
    writeFileSync(upload, pngPicture({}))
    fill()
    const refusal = { code: 'storage_full', detail: { retry_after_ms: 5_000 } }
    expect(await pictures.inspect(upload, 'any')).toMatchObject(refusal)
    empty()
    expect(await pictures.inspect(upload, 'any')).toMatchObject({ kind: 'picture' })
  })
  await pictures.stop()
})
