import { spawnSync } from 'node:child_process'
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type FullDisk = { folder: string; fill(): void; empty(): void }

/** A small disk of its own, which can be full. It needs root; without it nothing is done, and a line says so. */
export async function onSmallDisk(work: (disk: FullDisk) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  if (mounted.status !== 0) return console.log('skipped: no tmpfs can be mounted here')
  const filling = join(folder, 'filling')
  try {
    await work({ folder, fill: () => fill(filling), empty: () => rmSync(filling) })
  } finally {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
}

function fill(path: string): void {
  try {
    for (;;) appendFileSync(path, Buffer.alloc(4_096))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

/** Fills the disk of `filler`, a new file, so that `left` bytes are free. Little pieces at last: less only by a block. */
export function fillTo(left: number, filler: string): void {
  const file = openSync(filler, 'w')
  const free = (): number => {
    const { bavail, bsize } = statfsSync(filler)
    return bavail * bsize - left
  }
  for (const piece of [1 << 20, 1 << 10]) {
    while (free() >= piece) writeSync(file, new Uint8Array(piece))
  }
  closeSync(file)
}
