import { afterAll, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BLOCK, paddingOf, readTarHeader, tarHeader } from './tar-header.ts'
import { readTar } from './tar-reader.ts'
import { TarWriter } from './tar-writer.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-tar-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('sizes of any number are written and read, also those that eleven octal digits cannot say', () => {
  for (const bytes of [0, 1, BLOCK, 4 * 2 ** 30 + 5, 8 ** 11 - 1, 8 ** 11, 5e12])
    expect(readTarHeader(tarHeader({ name: 'a', bytes }, 1))).toEqual({ name: 'a', bytes })
})

test('a file of nine gigabytes is passed over, by us and by tar', async () => {
  const name = path.join(folder, 'large.tar')
  const bytes = 9 * 2 ** 30 + 3
  const file = await open(name, 'w+')
  // Nothing lies between but a hole: it costs no disk.
  await file.write(tarHeader({ name: 'large', bytes }, 1), 0, BLOCK, 0)
  const next = BLOCK + bytes + paddingOf(bytes)
  await file.write(tarHeader({ name: 'last', bytes: 2 }, 1), 0, BLOCK, next)
  await file.write(Buffer.from('ok'), 0, 2, next + BLOCK)
  await file.truncate(next + 4 * BLOCK)
  const found: { name: string; bytes: number; text?: string }[] = []
  for await (const { name: one, bytes: size, pieces } of readTar(file)) {
    if (size > 2) found.push({ name: one, bytes: size })
    else for await (const piece of pieces()) found.push({ name: one, bytes: size, text: Buffer.from(piece).toString() })
  }
  await file.close()
  expect(found).toEqual([
    { name: 'large', bytes },
    { name: 'last', bytes: 2, text: 'ok' },
  ])
  const listed = spawnSync('tar', ['tf', name], { encoding: 'utf8' })
  if (!listed.error) expect(listed.stdout).toBe('large\nlast\n')
})

test('what is not what it was said to be is not in it, and what comes after it is whole', async () => {
  const name = path.join(folder, 'short.tar')
  const file = await open(name, 'w+')
  const tar = new TarWriter(file, 1)
  const text = (words: string) => ({ bytes: words.length, pieces: [Buffer.from(words)] })
  expect(await tar.add({ name: 'first', ...text('one') })).toMatch(/^[0-9a-f]{64}$/)
  expect(await tar.add({ name: 'fewer', bytes: 9, pieces: [Buffer.from('two')] })).toBeNull()
  expect(await tar.add({ name: 'more', bytes: 1, pieces: [Buffer.from('two')] })).toBeNull()
  expect(await tar.add({ name: 'other', ...text('two'), sha256: '0'.repeat(64) })).toBeNull()
  expect(await tar.add({ name: 'last', ...text('x'.repeat(2_000)) })).not.toBeNull()
  await tar.end()
  const names: string[] = []
  for await (const entry of readTar(file)) names.push(entry.name)
  await file.close()
  expect(names).toEqual(['first', 'last'])
})
