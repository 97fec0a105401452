import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { runCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

const root = path.resolve(import.meta.dir, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-program-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The program as a person calls it. */
function teahouse(words: readonly string[], env: Record<string, string> = {}) {
  const base = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' }
  return Bun.spawn(['node', path.join(root, 'bin/teahouse.mjs'), ...words], {
    cwd: folder,
    env: { ...base, ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
}

test('`teahouse serve` runs the house as npm start does, and ends with it', async () => {
  // Its page is built here, and not while somebody waits.
  await using other = await startServer()
  await other.stop()
  const child = teahouse(['serve'], { PORT: '0', HOST: '127.0.0.1', DATA_DIR: path.join(folder, 'served') })
  let log = ''
  let told = false
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    log += chunk
    if (told || !log.includes('"event":"started"')) continue
    told = true
    child.kill('SIGTERM')
  }
  expect(await child.exited).toBe(0)
  expect(log).toContain('"event":"stopped"')
})

test('names are read from where one stands; what is not known is told with 2, in the language of the terminal', async () => {
  const children = [
    teahouse(['version']),
    teahouse([], { LANG: 'zh_CN.UTF-8' }),
    teahouse(['help', 'restore'], { LANG: 'en_US.UTF-8' }),
    teahouse(['brew']),
    teahouse(['backup', 'here.tar', '--data', 'served']),
  ]
  const [version, help, restore, brew, backup] = await Promise.all(
    children.map(async (child) => ({
      code: await child.exited,
      out: await new Response(child.stdout).text(),
      err: await new Response(child.stderr).text(),
    })),
  )
  expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  expect(help).toMatchObject({ code: 0, out: expect.stringContaining('把全部数据备份成一个文件') })
  expect(restore).toMatchObject({ code: 0, out: expect.stringContaining('npx teahouse restore tea.tar') })
  expect(brew).toMatchObject({ code: 2, err: expect.stringContaining('teahouse does not know "brew".') })
  expect(backup).toMatchObject({ code: 0, err: '' })
  expect(existsSync(path.join(folder, 'here.tar'))).toBe(true)
})

const isRoot = process.getuid?.() === 0
test.if(isRoot)(
  '[F-24] a folder that is a disk of its own is filled from inside, and half of it is no house',
  async () => {
    const disk = path.join(folder, 'disk')
    mkdirSync(disk)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', disk]).status !== 0)
      return console.log('skipped: no tmpfs can be mounted here')
    try {
      const archive = path.join(folder, 'here.tar')
      expect(await runCommand(['restore', archive, '--into', disk])).toMatchObject({ code: 0 })
      expect(readdirSync(disk)).not.toContain('restoring')
      expect(await runCommand(['verify', '--data', disk])).toMatchObject({ code: 0 })
      const full = await runCommand(['restore', archive, '--into', disk, '--force'])
      expect(full).toMatchObject({
        code: 1,
        err: expect.stringContaining('as a disk of its own it cannot be moved aside'),
      })
      // As a kill in the middle leaves it.
      mkdirSync(path.join(disk, 'restoring'))
      const refused = await startServer({ dataDir: disk }).catch((error: unknown) => String(error))
      expect(refused).toContain('holds a restore that was cut short')
    } finally {
      spawnSync('umount', [disk])
    }
  },
)
