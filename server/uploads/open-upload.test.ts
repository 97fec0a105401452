import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { ADA, BOB, callerOf } from '#tests/kit/message-house.ts'
import { createOpenUpload } from './open-upload.ts'
import { PartialFiles } from './partial-files.ts'

test('[P-16] [T-66] who asks for many at once is not promised the same space twice; what others were promised counts for nobody else', async () => {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  const plenty = { personFilesBytes: 9_999, uploadsOpen: 9 }
  const open = createOpenUpload({
    storage: house.storage,
    clock,
    partials: new PartialFiles(join(house.folder, 'uploads')),
    budget: new Limiter({ burst: 99, perSecond: 1 }, clock.steadyMs),
    quota: { ...plenty, fileBytes: 100, freeDiskBytes: 1_000 },
    refuseShared: async () => null,
    freeBytes: async () => 1_150,
    requirePost: async () => {},
  })
  const asked = Array.from({ length: 4 }, () => open(callerOf(ADA).principal, ROOM, { name: 'x', bytes: 60 }))
  const said = await Promise.allSettled(asked)
  const codes = said.map((one) =>
    one.status === 'rejected' && one.reason instanceof Refusal ? one.reason.code : 'yes',
  )
  expect(codes).toEqual(['yes', 'yes', 'storage_full', 'storage_full'])
  const other = await open(callerOf(BOB).principal, ROOM, { name: 'x', bytes: 60 })
  expect(other).toStartWith('u')
  await house.close()
})
