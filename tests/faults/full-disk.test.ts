import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fillTo } from '#tests/kit/full-disk.ts'
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

test.skipIf(!canMount())(
  '[P-16] [F-4] a start on a disk with next to nothing left is refused with a sentence, or goes well: no signal ends it',
  async () => {
    const disk = Disk.open(MEGABYTES)
    try {
      const program = path.join(import.meta.dir, '../kit/open-on-full-disk.ts')
      const file = path.join(disk.place, 'data', 'teahouse.sqlite')
      const opens = async (...how: string[]) => {
        const child = Bun.spawn([process.execPath, program, file, ...how], { stdout: 'pipe', timeout: TEST_MS })
        const said = await new Response(child.stdout).text()
        await child.exited
        return { said, signal: child.signalCode, code: child.exitCode }
      }
      const filler = path.join(disk.place, 'filler')
      // Closed in order: neither the WAL nor its index is there for the next start.
      expect(await opens()).toEqual({ said: 'stored', signal: null, code: 0 })
      const said = new Map<number, string>()
      for (let left = 0; left <= 112; left += 4) {
        fillTo(left * 1024, filler)
        const found = await opens()
        expect([left, found.signal, found.code]).toEqual([left, null, 0])
        said.set(left, found.said)
        rmSync(filler)
      }
      expect(said.get(16)).toMatch(/^refused: .* has no room: 64 kB of free space are needed/)
      expect(said.get(112)).toBe('stored')
      // Who was killed left an index, and its room is enough for the next one.
      expect((await opens('killed')).signal).toBe('SIGKILL')
      fillTo(0, filler)
      expect(await opens()).toEqual({ said: 'stored', signal: null, code: 0 })
    } finally {
      disk.close()
    }
  },
  TEST_MS,
)
