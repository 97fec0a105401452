import { expect, test } from 'bun:test'
import path from 'node:path'
import { TEST_MS } from '#tests/kit/patience.ts'
import { canMount, Disk } from './world/disk.ts'

/** Room for the house, its WAL and the index: a disk so small has blocks of 1 kB. */
const MEGABYTES = 64
/** Frames of the WAL that the first block of its index has places for. */
const FIRST_BLOCK_FRAMES = 4_062

test.skipIf(!canMount())(
  '[P-16] [F-4] a full disk with blocks smaller than a page ends no process: the index of the WAL has its room',
  async () => {
    const disk = Disk.open(MEGABYTES)
    try {
      const program = path.join(import.meta.dir, '../kit/fill-a-full-disk.ts')
      const child = Bun.spawn([process.execPath, program, path.join(disk.place, 'data', 'teahouse.sqlite'), '16384'], {
        stdout: 'pipe',
        timeout: TEST_MS,
      })
      const stored = Number(await new Response(child.stdout).text())
      expect([await child.exited, child.signalCode]).toEqual([0, null])
      // What was reserved for the WAL is of use to its end.
      expect(stored).toBeGreaterThan(FIRST_BLOCK_FRAMES)
    } finally {
      disk.close()
    }
  },
  TEST_MS,
)
