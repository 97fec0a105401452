import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Glob } from 'bun'
import { programs } from '#server/kit/programs.ts'
import { petNames } from '#server/packs/tea-pet-names.ts'
import { Talker } from '#tests/contract/talker.ts'
import { becomesSo } from '#tests/kit/becomes-so.ts'
import { newToken } from '#tests/kit/guest.ts'
import { jpegPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { buildHouse, builtServer, startServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'

setDefaultTimeout(TEST_MS)

const root = path.resolve(import.meta.dir, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-built-'))
beforeAll(buildHouse)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** More statements than the WAL has room for: a checkpoint is due. */
const MANY = 1_600

test('every program is built from the source in its place, no other is, and whatever a parent speaks to is one', () => {
  const scan = (tree: string, glob: string) => [...new Glob(glob).scanSync({ cwd: path.join(root, tree) })].sort()
  const sources = programs.map((program) => `${program}.ts`).sort()
  expect(scan('dist/server', '**/*.js').map((file) => file.replace(/js$/, 'ts'))).toEqual(sources)
  const spokenTo = scan('server', '**/*.ts').filter(
    (file) =>
      !file.endsWith('.test.ts') &&
      /\b(?:parentPort\?\.on|process\.on\('message')/.test(readFileSync(path.join(root, 'server', file), 'utf8')),
  )
  expect(spokenTo).toEqual(sources.filter((file) => !['main.ts', 'command.ts'].includes(file)))
})

test('what was built lives anywhere, without its sources and packages: talk, a picture, tea pets, a checkpoint, a backup', async () => {
  const home = path.join(folder, 'elsewhere')
  for (const part of ['dist', 'package.json', 'server/packs/tea-pets'])
    cpSync(path.join(root, part), path.join(home, part), { recursive: true })
  for (const program of programs)
    expect(readFileSync(path.join(home, 'dist/server', `${program}.js`), 'utf8')).not.toContain(root)
  await using server = await startServer({ home, env: { CLASSIC: 'off' } })
  const token = await newToken(server.url)
  const ada = await Talker.looker(server, token)
  await ada.ok('profile.set', { name: 'Ada', look: 1 })
  const room = await ada.joins('')
  const web = new Uploader(server, token)

  const photo = Buffer.from(await jpegPicture({ width: 80, height: 40 }))
  expect(await web.uploads(room, photo, 'a.jpg')).toMatchObject({ kind: 'picture', width: 80, height: 40 })
  const pet = await web.call('/api/emoticons/eteapets000000001')
  const drawn = readFileSync(path.join(root, 'server/packs/tea-pets', `${petNames[0]?.file}.webp`))
  expect([pet.status, pet.bytes.equals(drawn)]).toEqual([200, true])

  const database = path.join(server.dataDir, 'teahouse.sqlite')
  const before = statSync(database).mtimeMs
  for (let said = 0; said < MANY; said++) await ada.posts(room, `line ${said}`)
  await becomesSo(() => statSync(database).mtimeMs > before)

  const archive = path.join(folder, 'built.tar')
  for (const words of [
    ['backup', archive],
    ['verify', '--data', server.dataDir],
  ]) {
    const command = [path.join(home, 'dist/server/command.js'), home, ...words]
    const env = { PATH: process.env['PATH'], DATA_DIR: server.dataDir, LANG: 'C' }
    expect(spawnSync(process.execPath, command, { cwd: home, env, encoding: 'utf8' })).toMatchObject({ status: 0 })
  }
  expect(statSync(archive).size).toBeGreaterThan(photo.length)
})

test('an error in what was built tells file and line of the source', () => {
  const preload = path.join(folder, 'no-serve.ts')
  writeFileSync(preload, `Bun.serve = () => { throw new TypeError('planted') }`)
  const env = { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', DATA_DIR: path.join(folder, 'no-serve') }
  const { stderr } = spawnSync(process.execPath, ['--preload', preload, builtServer], { env, encoding: 'utf8' })
  const [, file = '', line = ''] = /(server\/gateway\/[\w-]+\.ts):(\d+)/.exec(stderr) ?? []
  expect(stderr).toContain('planted')
  expect(readFileSync(path.join(root, file), 'utf8').split('\n')[Number(line) - 1]).toContain('Bun.serve')
})
