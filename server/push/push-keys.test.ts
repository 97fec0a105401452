import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keysOf, readPushKeys } from './push-keys.ts'

test('[T-72] the pair is made once, for its owner alone, and comes back from its file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-push-key-'))
  const file = path.join(folder, 'push-key')
  const made = readPushKeys(folder)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Buffer.from(made.publicKey, 'base64url').length).toBe(65)
  expect(readPushKeys(folder).publicKey).toBe(made.publicKey)
  for (const damaged of ['', 'abc', `${readFileSync(file, 'utf8').trim()}00`, '0'.repeat(64), 'f'.repeat(64)]) {
    writeFileSync(file, damaged)
    expect(() => readPushKeys(folder)).toThrow('is damaged')
  }
  rmSync(folder, { recursive: true })
})

test('no two installations have one pair', () => {
  expect(keysOf(Buffer.alloc(32, 1))?.publicKey).not.toBe(keysOf(Buffer.alloc(32, 2))?.publicKey)
})
