import { afterAll, expect, test } from 'bun:test'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildServer } from './build-server.ts'

const root = path.resolve(import.meta.dir, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-build-server-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a build that fails says where, leaves what was built before, and nothing of its own', async () => {
  const out = path.join(folder, 'dist/server')
  await buildServer(out)
  const mark = readFileSync(path.join(out, 'built.json'), 'utf8')
  expect(JSON.parse(mark)).toEqual({ bun: Bun.version })
  const main = statSync(path.join(out, 'main.js')).mtimeMs
  // One of the programs is broken, the last one.
  for (const tree of ['server', 'protocol', 'package.json'])
    cpSync(path.join(root, tree), path.join(folder, tree), { recursive: true })
  writeFileSync(path.join(folder, 'server/storage/snapshot-worker.ts'), 'const half = ')
  const failed = await buildServer(out, path.join(folder, 'server')).catch((error: unknown) => Bun.inspect(error))
  expect(failed).toContain('snapshot-worker.ts')
  expect(readdirSync(path.join(folder, 'dist'))).toEqual(['server'])
  expect(readFileSync(path.join(out, 'built.json'), 'utf8')).toBe(mark)
  expect(statSync(path.join(out, 'main.js')).mtimeMs).toBe(main)
})
