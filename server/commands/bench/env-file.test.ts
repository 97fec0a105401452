import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireWritable, withLine, writeEnvFile } from './env-file.ts'

const home = mkdtempSync(join(tmpdir(), 'teahouse-env-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const lines = [{ name: 'LIMIT_CONNECTIONS', value: '4800' }]

test('a recommended line takes the place of the old one, and leaves the others as they are', () => {
  const text = '# mine\nPORT=80\n export LIMIT_CONNECTIONS = "9"\nLIMIT_CONNECTIONS_PER_ADDRESS=7\nLIMIT_CONNECTIONS=8'
  expect(withLine(text, { name: 'LIMIT_CONNECTIONS', value: '4800' })).toBe(
    '# mine\nPORT=80\nLIMIT_CONNECTIONS=4800\nLIMIT_CONNECTIONS_PER_ADDRESS=7\nLIMIT_CONNECTIONS=4800',
  )
  expect(withLine('PORT=80', { name: 'LIMIT_CONNECTIONS', value: '1' })).toBe('PORT=80\nLIMIT_CONNECTIONS=1\n')
})

test('the file keeps its mode, is made where there is none, and says what the environment overrules', () => {
  const path = join(home, '.env')
  expect(writeEnvFile(home, lines, {})).toEqual({ path, overruled: [] })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  writeFileSync(path, "LIMIT_CONNECTIONS='5'\n", { mode: 0o644 })
  // From the file itself …
  expect(writeEnvFile(home, lines, { LIMIT_CONNECTIONS: '5' }).overruled).toEqual([])
  // … and from elsewhere.
  expect(writeEnvFile(home, lines, { LIMIT_CONNECTIONS: '6' }).overruled).toEqual(['LIMIT_CONNECTIONS'])
  expect(readFileSync(path, 'utf8')).toBe('LIMIT_CONNECTIONS=4800\n')
  expect(readdirSync(home)).toEqual(['.env'])
})

test('a folder that cannot be written is told in a sentence', () => {
  expect(() => writeEnvFile(join(home, 'nowhere'), lines, {})).toThrow('There is no such place')
  expect(() => requireWritable(join(home, 'nowhere'))).toThrow('There is no such place')
  requireWritable(home)
})
