import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isPageStale, isServerStale, PAGE_SOURCES, SERVER_SOURCES, serverProgram } from './stale.mjs'

const BUILT_S = 1_000_000
let root = ''

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'teahouse-stale-'))
  for (const name of [...PAGE_SOURCES, ...SERVER_SOURCES])
    write(path.extname(name) ? name : `${name}/part/file.ts`, '', BUILT_S - 10)
  write('node_modules/bun/package.json', '{"version":"1.4.5"}', BUILT_S - 10)
  write('dist/web/manifest.json', '{}', BUILT_S)
  write('dist/server/built.json', '{"bun":"1.4.5"}', BUILT_S)
})
afterEach(() => rmSync(root, { recursive: true }))

/** Its folders get its time, too. */
function write(file: string, text: string, seconds: number): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
  for (let at = file; at !== '.'; at = path.dirname(at)) utimesSync(path.join(root, at), seconds, seconds)
}

test('what is newer than its sources is fresh, and the server runs as it was built', () => {
  expect([isPageStale(root), isServerStale(root)]).toEqual([false, false])
  expect(serverProgram(root, 'main')).toBe(path.join(root, 'dist/server/main.js'))
})

test.each([
  ['server/part/file.ts', false, true],
  ['web/part/file.ts', true, false],
  ['protocol/part/file.ts', true, true],
  ['bin/build-server.ts', false, true],
  ['package-lock.json', false, true],
  ['package.json', true, true],
])('a newer %s makes the page stale: %p, the server: %p', (file, page, server) => {
  write(file, '', BUILT_S + 10)
  expect([isPageStale(root), isServerStale(root)]).toEqual([page, server])
})

test('a source that was taken away is told by its folder', () => {
  rmSync(path.join(root, 'server/part/file.ts'))
  expect([isPageStale(root), isServerStale(root)]).toEqual([false, true])
})

test('bytecode of another Bun is stale, and so is what has no mark, or half of one: its source runs', () => {
  const source = path.join(root, 'server/command.ts')
  for (const mark of ['{"bun":"1.4.4"}', '{"bun":', '{}']) {
    write('dist/server/built.json', mark, BUILT_S)
    expect(serverProgram(root, 'command')).toBe(source)
  }
  rmSync(path.join(root, 'dist/server/built.json'))
  expect(serverProgram(root, 'command')).toBe(source)
})
