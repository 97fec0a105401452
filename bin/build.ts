import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { BunPlugin } from 'bun'
import { buildServer } from './build-server.ts'
import { replaceFolder } from './replace-folder.ts'

/** One file of the client. `br` and `gz` say that a compressed copy lies beside it, with that ending. */
export type BuiltFile = { type: string; bytes: number; etag: string; immutable: boolean; br: boolean; gz: boolean }

/** What the server needs to know; paths are relative to `dist/web`, and to the base address of the page. */
export type Manifest = {
  /** Another one means another page. */
  build: string
  js: string
  css: string
  /** Everything that may be served, by its path. The page's template `page.html` is not among it. */
  files: Record<string, BuiltFile>
  /** Development only: files that are left from the build before. */
  kept?: string[]
}

type BuildOptions = {
  /** Source maps, no compression, and the files of the build before stay one build long. */
  dev?: boolean
  /** What a test wants to be different in the programs. */
  plugins?: BunPlugin[]
}

const root = path.join(import.meta.dir, '..')
const web = path.join(root, 'web')
const locales = ['zh-CN', 'en'] as const
const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Builds the client into `out`, which is replaced as a whole when all has worked, however many do so at once. Throws with the messages of the
 * bundler when it has not; then `out` is as it was.
 */
export async function buildWeb(out: string, { dev = false, plugins = [] }: BuildOptions = {}): Promise<Manifest> {
  const half = `${out}.${crypto.randomUUID()}.half`
  await mkdir(path.join(half, 'assets'), { recursive: true })
  try {
    const emoji = await copyEmoji(half)
    const css = await buildStyles(half, 'page')
    const lateStyles = path.basename(await buildStyles(half, 'late'))
    const js = await buildScripts(half, { dev, plugins, emoji, lateStyles })
    await cp(path.join(web, 'favicon.svg'), path.join(half, 'favicon.svg'))
    const words = await nameWords(half, js.words)
    await cp(path.join(web, 'icons'), path.join(half, 'icons'), { recursive: true })
    const page = (await Bun.file(path.join(web, 'page.html')).text())
      .replaceAll('.WORDS.js', `.${words}.js`)
      .replace('FIRST', js.first)
    await Bun.write(path.join(half, 'page.html'), page)
    const build = hashText([js.main, css, lateStyles, words, emoji, page].join('\n'))
    await buildWorker(half, build, await shellOf(half))
    const files = await describeFiles(half, dev)
    const manifest: Manifest = { build, js: js.main, css, files }
    if (dev) await keepOlder(out, half, manifest)
    await Bun.write(path.join(half, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
    await replaceFolder(half, out)
    return manifest
  } finally {
    await rm(half, { recursive: true, force: true })
  }
}

const hashText = (text: string | Uint8Array): string => Bun.hash(text).toString(36).padStart(8, '0').slice(0, 8)

/** The lists of the emoji panel, under the one hash that they have in common. */
async function copyEmoji(half: string): Promise<string> {
  const lists = ['glyphs', ...locales]
  const texts = await Promise.all(
    lists.map((list) => Bun.file(path.join(web, 'emoji', 'list', `${list.toLowerCase()}.txt`)).text()),
  )
  const hash = hashText(texts.join('\n'))
  for (const [at, list] of lists.entries()) {
    await Bun.write(path.join(half, 'assets', `emoji-${list}.${hash}.txt`), texts[at] ?? '')
  }
  return hash
}

type Scripts = { main: string; first: string; words: Map<string, string> }

type ScriptOptions = Required<BuildOptions> & { emoji: string; lateStyles: string }

async function buildScripts(half: string, { dev, plugins, emoji, lateStyles }: ScriptOptions): Promise<Scripts> {
  const built = await Bun.build({
    entrypoints: ['main.tsx', 'store/first-session.ts', 'words/zh-cn.ts', 'words/en.ts'].map((file) =>
      path.join(web, file),
    ),
    outdir: path.join(half, 'assets'),
    target: 'browser',
    minify: true,
    splitting: true,
    // The table of which chunk needs which would stand in the first load, 1.8 kB; what it saves is a round trip of a late part.
    modulePreload: false,
    plugins,
    sourcemap: dev ? 'external' : 'none',
    naming: { entry: '[name]-[hash].[ext]', chunk: '[name]-[hash].[ext]' },
    define: {
      'process.env.NODE_ENV': '"production"',
      EMOJI_HASH: JSON.stringify(emoji),
      LATE_STYLES: JSON.stringify(lateStyles),
    },
  })
  const entry = (name: string): string => {
    const found = built.outputs.find(
      (file) => file.kind === 'entry-point' && path.basename(file.path).startsWith(`${name}-`),
    )
    if (!found) throw new Error(`build: no output for ${name}`)
    return `assets/${path.basename(found.path)}`
  }
  return {
    main: entry('main'),
    first: await takeShared(half, entry('first-session')),
    words: new Map([
      ['zh-CN', entry('zh-cn')],
      ['en', entry('en')],
    ]),
  }
}

/** The one chunk that an entry shares with the program is all there is of it; the entry itself, which only hands it on, goes. */
async function takeShared(half: string, entry: string): Promise<string> {
  const file = path.join(half, entry)
  const [chunk, ...more] = new Bun.Transpiler().scanImports(await Bun.file(file).text())
  if (!chunk || more.length > 0) throw new Error(`build: ${entry} is more than one chunk`)
  await rm(file)
  return path.join('assets', chunk.path)
}

/**
 * Gives the word lists of all languages one common hash, so that the page can name the one it needs by its `lang` and
 * fetch it beside the program. What imports them has a name of its own that follows from theirs.
 */
async function nameWords(half: string, words: Scripts['words']): Promise<string> {
  const texts = await Promise.all([...words.values()].map((file) => Bun.file(path.join(half, file)).text()))
  const hash = hashText(texts.join('\n'))
  const names = locales.map((locale) => ({
    from: path.basename(words.get(locale) ?? ''),
    to: `words-${locale}.${hash}.js`,
  }))
  const assets = path.join(half, 'assets')
  for (const name of names) await rename(path.join(assets, name.from), path.join(assets, name.to))
  for (const file of await readdir(assets)) {
    if (!file.endsWith('.js')) continue
    const text = await Bun.file(path.join(assets, file)).text()
    const renamed = names.reduce((sum, name) => sum.replaceAll(name.from, name.to), text)
    if (renamed !== text) await Bun.write(path.join(assets, file), renamed)
  }
  return hash
}

/** `page` is in the first load, `late` comes with what is loaded when it is first used. */
async function buildStyles(half: string, name: 'page' | 'late'): Promise<string> {
  const built = await Bun.build({
    entrypoints: [path.join(web, 'styles', `${name}.css`)],
    outdir: path.join(half, 'assets'),
    // With 'browser' Bun rewrites light-dark() and logical properties for browsers of 2020 (oven-sh/bun#40361).
    target: 'bun',
    minify: true,
    naming: { entry: '[name]-[hash].[ext]', asset: '[name]-[hash].[ext]' },
  })
  const file = built.outputs.find((output) => output.path.endsWith('.css'))
  if (!file) throw new Error('build: no style sheet')
  return `assets/${path.basename(file.path)}`
}

/** A part that is larger, and seldom needed, is kept when it was needed once. */
const MOST_SHELL_BYTES = 90_000

/** What the page needs where the server is not reached: its programs, its words, its styles. */
async function shellOf(half: string): Promise<string[]> {
  const files = (await readdir(path.join(half, 'assets'))).filter((file) => /\.(?:js|css)$/.test(file)).sort()
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(half, 'assets', file))).size))
  const isNeeded = (file: string, at: number) => (sizes[at] ?? 0) <= MOST_SHELL_BYTES || file.startsWith('main-')
  return ['favicon.svg', ...files.filter(isNeeded).map((file) => `assets/${file}`)]
}

/** The service worker has a name of its own that never changes: browsers compare it with the one they have, byte by byte. */
async function buildWorker(half: string, build: string, shell: readonly string[]): Promise<void> {
  const built = await Bun.build({
    entrypoints: [path.join(web, 'sw', 'sw.ts')],
    outdir: half,
    target: 'browser',
    minify: true,
    naming: '[name].[ext]',
    define: { SHELL: JSON.stringify(shell), BUILD: JSON.stringify(build) },
  })
  if (!built.outputs.some((file) => path.basename(file.path) === 'sw.js')) throw new Error('build: no service worker')
}

async function describeFiles(half: string, dev: boolean): Promise<Manifest['files']> {
  const files: Manifest['files'] = {}
  const names = (await readdir(half, { recursive: true })).filter((name) => path.extname(name) in types).sort()
  for (const name of names) {
    const file = path.join(half, name)
    const bytes = await Bun.file(file).bytes()
    const packed = dev || /\.(?:map|png)$/.test(name) ? { br: false, gz: false } : await pack(file, bytes)
    const immutable = name.startsWith('assets')
    const type = types[path.extname(name)] ?? 'application/octet-stream'
    files[name.replaceAll(path.sep, '/')] = {
      type,
      bytes: bytes.length,
      etag: `"${hashText(bytes)}"`,
      immutable,
      ...packed,
    }
  }
  return files
}

async function pack(file: string, bytes: Uint8Array): Promise<{ br: boolean; gz: boolean }> {
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  const gz = gzipSync(bytes, { level: 9 })
  const worthIt = br.length < bytes.length
  if (worthIt) await Promise.all([Bun.write(`${file}.br`, br), Bun.write(`${file}.gz`, gz)])
  return { br: worthIt, gz: worthIt }
}

/** While developing, an open page may still ask for a chunk of the build before. */
async function keepOlder(out: string, half: string, manifest: Manifest): Promise<void> {
  const before = Bun.file(path.join(out, 'manifest.json'))
  if (!(await before.exists())) return
  const old: Manifest = await before.json()
  const kept: string[] = []
  for (const [name, file] of Object.entries(old.files)) {
    if (!file.immutable || name in manifest.files || old.kept?.includes(name)) continue
    await cp(path.join(out, name), path.join(half, name))
    manifest.files[name] = { ...file, br: false, gz: false }
    kept.push(name)
  }
  manifest.kept = kept
}

/** By the names that the command line knows: `bun bin/build.ts` builds both, `… server` the one. */
const builds = {
  async page() {
    const { build } = await buildWeb(path.join(root, 'dist', 'web'), { dev: process.argv.includes('--dev') })
    return `client ${build}`
  },
  async server() {
    await buildServer(path.join(root, 'dist', 'server'))
    return 'server'
  },
}

if (import.meta.main) {
  const named = Object.entries(builds).filter(([name]) => process.argv.includes(name))
  const wanted = named.length > 0 ? named : Object.entries(builds)
  await Promise.all(
    wanted.map(async ([, build]) => {
      const started = performance.now()
      console.log(`${await build()} built in ${Math.round(performance.now() - started)} ms`)
    }),
  )
}
