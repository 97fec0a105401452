import { expect, test } from 'bun:test'
import { onSmallDisk } from '#tests/kit/full-disk.ts'
import { isFolderInUse, lockFolder } from './process-lock.ts'

test('[P-16] a full disk keeps no server from starting, and no second one is let in for that', async () => {
  await onSmallDisk(({ folder, fill }) => {
    fill()
    const unlock = lockFolder(folder)
    expect(isFolderInUse(folder)).toBe(true)
    expect(() => lockFolder(folder)).toThrow('is in use by another Teahouse')
    unlock()
    expect(isFolderInUse(folder)).toBe(false)
    lockFolder(folder)()
  })
})
