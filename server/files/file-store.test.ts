import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesOf, describeFileStore, sha256 } from './file-store.contract.ts'
import { DiskStore } from './file-store-disk.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-disk-'))
afterAll(() => rmSync(folder, { recursive: true }))
let stores = 0

describeFileStore('on disk', () => DiskStore.open(join(folder, `${++stores}`)))

test('[P-19] what was being copied when the process was killed is forgotten, and what was put is there', async () => {
  const home = join(folder, 'killed')
  const store = await DiskStore.open(home)
  const path = join(folder, 'given')
  const bytes = Buffer.from('tea')
  writeFileSync(path, bytes)
  await store.put(sha256(bytes), path)
  writeFileSync(join(home, 'coming', '1'), 'te')
  const next = await DiskStore.open(home)
  expect(readdirSync(join(home, 'coming'))).toEqual([])
  expect(await bytesOf(await next.read(sha256(bytes)))).toEqual(bytes)
})

/** Another file system, where the machine has one. */
const elsewhere = '/dev/shm'
const isElsewhere = existsSync(elsewhere) && statSync(elsewhere).dev !== statSync(tmpdir()).dev

test.skipIf(!isElsewhere)('a file of another disk is taken over, too', async () => {
  const store = await DiskStore.open(join(folder, 'moved'))
  const outside = mkdtempSync(join(elsewhere, 'teahouse-'))
  const bytes = Buffer.from('from elsewhere')
  writeFileSync(join(outside, 'x'), bytes)
  await store.put(sha256(bytes), join(outside, 'x'))
  expect(await bytesOf(await store.read(sha256(bytes)))).toEqual(bytes)
  expect(readdirSync(outside)).toEqual([])
  rmSync(outside, { recursive: true })
})

test('[P-16] a disk that takes nothing is refused by its name, all else is not', async () => {
  const home = join(folder, 'broken')
  const store = await DiskStore.open(home)
  const bytes = Buffer.from('x')
  const hash = sha256(bytes)
  expect(await refusalOf(store.put(hash, join(folder, 'nothing-here')))).toBe('ENOENT')
  mkdirSync(join(home, hash.slice(0, 2), hash), { recursive: true })
  writeFileSync(join(folder, 'y'), bytes)
  expect(await refusalOf(store.put(hash, join(folder, 'y')))).toBe('EISDIR')
})

const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
  )
