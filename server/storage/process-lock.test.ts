import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isFolderInUse, lockFolder } from './process-lock.ts'

test('[P-16] a full disk keeps no server from starting, and no second one is let in for that', () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-lock-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  if (mounted.status !== 0) return console.log('skipped: no tmpfs can be mounted here')
  try {
    const filled = () => {
      for (;;) appendFileSync(join(folder, 'full'), Buffer.alloc(4_096))
    }
    expect(filled).toThrow('ENOSPC')
    const unlock = lockFolder(folder)
    expect(isFolderInUse(folder)).toBe(true)
    expect(() => lockFolder(folder)).toThrow('is in use by another Teahouse')
    unlock()
    expect(isFolderInUse(folder)).toBe(false)
    lockFolder(folder)()
  } finally {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
})
