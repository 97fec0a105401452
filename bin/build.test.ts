import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildWeb, type Manifest } from './build.ts'

const KB = 1_000
/** The hardest compression takes its time on a machine that has other things to do. */
const BUILD_MS = 30_000
let folder = ''
let out = ''
let manifest: Manifest

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'teahouse-build-'))
  out = path.join(folder, 'web')
  manifest = await buildWeb(out)
}, BUILD_MS)
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = (name: string) => Bun.file(path.join(out, name)).text()
/** What the page runs before its program is there. */
const firstScript = async () => /async src="\{\{base\}\}\/([^"]+)"/.exec(await read('page.html'))?.[1] ?? ''
const packed = async (name: string) => (await Bun.file(path.join(out, `${name}.br`)).bytes()).length

test('[UX-6] what a first visit loads is inside the budget', async () => {
  const words = Object.keys(manifest.files).filter((name) => name.startsWith('assets/words-'))
  expect(words.length).toBe(2)
  const largest = Math.max(...(await Promise.all(words.map(packed))))
  const page = gzipSync(await read('page.html')).length
  const scripts = (await packed(manifest.js)) + (await packed(await firstScript()))
  const [js, css] = [scripts + largest, await packed(manifest.css)]
  // 55 kB with the heads of the answers (client.md 12).
  expect(js).toBeLessThan(54 * KB)
  expect(css).toBeLessThan(15 * KB)
  expect(page).toBeLessThan(6 * KB)
  expect(js + css + page).toBeLessThan(70 * KB)
})

test('[UX-7] what asks who one is is a small file of its own, which waits for no other and is the one that the program has', async () => {
  const name = await firstScript()
  const text = await read(name)
  expect(text.length).toBeLessThan(KB)
  expect(text).toContain('/api/session')
  expect(text).not.toContain('import')
  expect(manifest.files[name]?.immutable).toBe(true)
  expect(await read(manifest.js)).toContain(`from"./${path.basename(name)}"`)
  expect(await read(manifest.js)).not.toContain('/api/session')
})

test('[client.md 11] the page names no file that is not there, and nothing in it is inline', async () => {
  const page = await read('page.html')
  for (const lang of ['zh-CN', 'en']) {
    const preload = /\{\{base\}\}\/(assets\/words-[^"]+)/.exec(page)?.[1]?.replace('{{lang}}', lang) ?? ''
    expect(manifest.files[preload]?.immutable).toBe(true)
    expect(await read(manifest.js)).toContain(path.basename(preload))
  }
  expect(page).not.toMatch(/<style|<script(?![^>]*src=)[^>]*>|\son\w+=|\sstyle=/)
})

test('[client.md 11] the emoji lie apart under names that never change, and the first load does not know them', async () => {
  const lists = Object.keys(manifest.files).filter((name) => /^assets\/emoji-(?:glyphs|zh-CN|en)\.\w+\.txt$/.test(name))
  expect(lists.length).toBe(3)
  const hash = lists[0]?.split('.')[1] ?? ''
  for (const list of lists) expect(manifest.files[list]).toMatchObject({ immutable: true, br: true })
  expect(await read(manifest.js)).not.toContain(hash)
  const scripts = Object.keys(manifest.files).filter((name) => name.endsWith('.js'))
  const knowing = await Promise.all(scripts.map(async (name) => (await read(name)).includes(hash)))
  expect(knowing.filter(Boolean).length).toBe(1)
})

test('[UX-26] the worker keeps files that are there, and its own name never changes', async () => {
  const worker = await read('sw.js')
  const kept = [...worker.matchAll(/"((?:assets\/|favicon)[^"]+)"/g)].map(([, file]) => file ?? '')
  expect(kept).toContain(manifest.js)
  expect(kept).toContain(manifest.css)
  expect(kept.filter((file) => !(file in manifest.files))).toEqual([])
  expect(kept.filter((file) => /\/(?:emoji|highlighter)-/.test(file))).toEqual([])
  expect(worker).toContain(`"${manifest.build}"`)
  expect(manifest.files['sw.js']).toMatchObject({ immutable: false, type: 'text/javascript; charset=utf-8' })
  expect(manifest.files['icons/icon-512.png']).toMatchObject({ immutable: false, br: false })
})

test('[client.md 11] the style sheet keeps modern CSS as it was written', async () => {
  const css = await read(manifest.css)
  expect(css).toContain('light-dark(')
  expect(css).not.toContain('@import')
})

test('[UX-6] the styles of what is loaded late lie apart, and the first load does not have them', async () => {
  const late = Object.keys(manifest.files).filter((name) => /^assets\/late-\w+\.css$/.test(name))
  expect(late.length).toBe(1)
  const sheet = await read(late[0] ?? '')
  expect(sheet).toContain('.room-mark')
  expect(sheet).not.toContain('@import')
  expect(await read(manifest.css)).not.toContain('.room-mark')
  expect(await read(manifest.js)).not.toContain(path.basename(late[0] ?? ''))
})

test('[threats 7] the program makes no HTML and no code from strings', async () => {
  for (const name of Object.keys(manifest.files)) {
    if (name.endsWith('.js')) expect(await read(name)).not.toMatch(/new Function\(|[^.\w]eval\(|document\.write/)
  }
})

test(
  '[HOUSE-11] the same sources give the same names, and nothing half-built stays',
  async () => {
    const again = await buildWeb(out)
    expect(again).toEqual(manifest)
    expect(await readdir(folder)).toEqual(['web'])
  },
  BUILD_MS,
)
