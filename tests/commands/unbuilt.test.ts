import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TEST_MS } from '#tests/kit/patience.ts'
import { buildHouse } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

const root = path.resolve(import.meta.dir, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-unbuilt-'))
const mounted: string[] = []
beforeAll(buildHouse)
afterAll(() => {
  for (const place of mounted) spawnSync('umount', [place])
  rmSync(folder, { recursive: true, force: true })
})

/** A checkout whose page is built, and whose server is not. */
function checkout(name: string): string {
  const home = path.join(folder, name)
  for (const part of ['bin', 'server', 'protocol', 'package.json', 'package-lock.json'])
    cpSync(path.join(root, part), path.join(home, part), { recursive: true, preserveTimestamps: true })
  for (const part of ['node_modules', 'web', 'sdk']) symlinkSync(path.join(root, part), path.join(home, part))
  mkdirSync(path.join(home, 'dist'))
  return home
}

function putPage(home: string): void {
  cpSync(path.join(root, 'dist/web'), path.join(home, 'dist/web'), { recursive: true })
}

/** What it said to people once it ran, or when it ended; it is stopped then. */
async function startOf(home: string): Promise<{ said: string; ran: boolean }> {
  const child = Bun.spawn(['node', path.join(home, 'bin/start.mjs')], {
    cwd: home,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: path.join(folder, 'data'),
    },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let ran = false
  const stopped = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (ran || !text.includes('"event":"started"')) continue
      ran = true
      child.kill('SIGTERM')
    }
  })()
  const said = await new Response(child.stderr).text()
  await Promise.all([stopped, child.exited])
  return { said, ran }
}

const SAYS = 'The server could not be built, so it runs from its sources'
const isRoot = process.getuid?.() === 0

function mount(size: string, place: string): boolean {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place]).status !== 0) return false
  mounted.push(place)
  return true
}

test('the first start builds the server, the second one finds it as it is', async () => {
  const home = checkout('fresh')
  putPage(home)
  const mark = path.join(home, 'dist/server/built.json')
  expect(await startOf(home)).toEqual({ said: expect.not.stringContaining(SAYS), ran: true })
  const built = Bun.file(mark).lastModified
  expect(await startOf(home)).toMatchObject({ ran: true })
  expect(Bun.file(mark).lastModified).toBe(built)
})

test('where nothing can be written the house opens all the same, from its sources, and says so', async () => {
  const home = checkout('read-only')
  const dist = path.join(home, 'dist')
  if (isRoot && !mount('80m', dist)) return console.log('skipped: no tmpfs can be mounted here')
  putPage(home)
  if (isRoot) spawnSync('mount', ['-o', 'remount,ro', dist])
  else chmodSync(dist, 0o555)
  const { said, ran } = await startOf(home)
  chmodSync(isRoot ? home : dist, 0o755)
  expect(said).toContain(SAYS)
  expect(said).toMatch(/EROFS|EACCES|read-only|permission/i)
  expect(ran).toBe(true)
})

test.if(isRoot)(
  '[P-16] on a full disk the house opens from its sources, says so, and leaves no half of a server',
  async () => {
    const home = checkout('full')
    const dist = path.join(home, 'dist')
    if (!mount('8m', dist)) return console.log('skipped: no tmpfs can be mounted here')
    putPage(home)
    spawnSync('sh', ['-c', `head -c 8000000 /dev/zero > ${path.join(dist, 'filler')}`])
    const { said, ran } = await startOf(home)
    expect(said).toContain(SAYS)
    expect(ran).toBe(true)
    expect(existsSync(path.join(dist, 'server'))).toBe(false)
    expect([...new Bun.Glob('*.half').scanSync({ cwd: dist, onlyFiles: false })]).toEqual([])
  },
)

test('sources that cannot be built are told with their place', async () => {
  const home = checkout('broken')
  putPage(home)
  writeFileSync(path.join(home, 'server/welcome-text.ts'), 'export const half = ')
  const { said, ran } = await startOf(home)
  expect(said).toContain('welcome-text.ts')
  expect(ran).toBe(false)
})
