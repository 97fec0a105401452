import { afterAll, expect, test } from 'bun:test'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { replaceFolder } from './replace-folder.ts'

const BUILDS = 20
const folder = await mkdtemp(path.join(tmpdir(), 'teahouse-replace-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A build of which every file says which one it is. */
async function build(name: string, files: Record<string, string>): Promise<string> {
  const place = path.join(folder, name)
  await mkdir(path.join(place, 'assets'), { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(place, file), text)
  return place
}
const filesOf = (text: string) => ({ 'manifest.json': text, 'assets/main.js': text })

async function whatIsIn(place: string): Promise<Record<string, string>> {
  const texts = ['manifest.json', 'assets/main.js'].map(async (file) => [
    file,
    await readFile(path.join(place, file), 'utf8'),
  ])
  return Object.fromEntries(await Promise.all(texts))
}

test.each([
  ['over a stale one', true],
  ['where there was none', false],
])(
  '[HOUSE-11] builds that end in one moment, %s, all go well; one of them is there, whole, and no other',
  async (name, isStale) => {
    const to = path.join(folder, name, 'web')
    if (isStale) await build(path.join(name, 'web'), { ...filesOf('stale'), 'assets/stale.js': '' })
    const builds = await Promise.all(
      Array.from({ length: BUILDS }, (_, at) => build(path.join(name, `half-${at}`), filesOf(`build ${at}`))),
    )
    await Promise.all(builds.map((from) => replaceFolder(from, to)))
    for (const from of builds) await rm(from, { recursive: true, force: true })
    const { 'manifest.json': last, 'assets/main.js': main } = await whatIsIn(to)
    expect(last).toStartWith('build ')
    expect(main).toBe(last)
    expect(await readdir(path.join(to, 'assets'))).toEqual(['main.js'])
    expect(await readdir(path.join(folder, name))).toEqual(['web'])
  },
)
