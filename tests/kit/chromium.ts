import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { writeFontsConf } from './fonts.ts'
import { PATIENCE_MS } from './patience.ts'

const root = path.resolve(import.meta.dir, '../..')
const archives = path.join(root, 'node_modules/@sparticuz/chromium')

/**
 * A headless Chromium: the one of `CHROMIUM_PATH`, or the one that npm brought, unpacked once (3 s, 220 MB). It makes no
 * request of its own, keeps web security on, and draws with the fonts of `fonts.ts`; `more`: switches that a test wants besides. Close it when done.
 */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch(await launchOptions(more))
}

/** The same with what it keeps in `folder`, as the browser of a person: closed or killed, it can be started there again. */
export async function launchAtHome(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...(await launchOptions([])), ...options })
}

async function launchOptions(more: readonly string[]) {
  const own = process.env['CHROMIUM_PATH']
  const unpacked = own ? null : await unpackChromium()
  const libraries = unpacked ? [path.join(unpacked, 'lib'), process.env['LD_LIBRARY_PATH']] : []
  return {
    executablePath: own ?? path.join(unpacked ?? '', 'chromium'),
    timeout: PATIENCE_MS,
    // Chromium refuses its sandbox to root; in CI and containers one often is.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-gpu',
      '--font-render-hinting=none',
      ...more,
    ],
    // It puts what Chromium's processes share on the disk: twelve visits took 8.2 to 8.6 s of processor, and 7.1 without (one run each).
    ignoreDefaultArgs: hasSharedMemory() ? ['--disable-dev-shm-usage'] : [],
    env: {
      ...process.env,
      FONTCONFIG_FILE: writeFontsConf(cacheFolder()),
      ...(unpacked && { LD_LIBRARY_PATH: libraries.filter(Boolean).join(':') }),
    },
  }
}

/** What some browsers at a time need. A container often has 64 MB. */
const SHARED_BYTES = 1024 ** 3

function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= SHARED_BYTES
  } catch {
    return false
  }
}

/** Where unpacked things are kept between runs. */
function cacheFolder(): string {
  const near = path.join(root, 'node_modules')
  try {
    accessSync(near, constants.W_OK)
    return path.join(near, '.cache/teahouse')
  } catch {
    return path.join(tmpdir(), 'teahouse-cache')
  }
}

/** The folder with the program and, in `lib`, the libraries that a bare system lacks. */
async function unpackChromium(): Promise<string> {
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(archives, 'package.json'), 'utf8'))
  const folder = path.join(cacheFolder(), `chromium-${version}`)
  if (existsSync(folder)) return folder
  mkdirSync(path.dirname(folder), { recursive: true })
  // Made aside and moved: a test run that starts at the same time finds the whole or nothing.
  const aside = mkdtempSync(`${folder}-`)
  writeFileSync(path.join(aside, 'chromium'), await readBrotli('chromium.br'), { mode: 0o755 })
  await new Bun.Archive(await readBrotli('al2023.tar.br')).extract(aside)
  try {
    renameSync(aside, folder)
  } catch (error) {
    rmSync(aside, { recursive: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

const unbrotli = promisify(brotliDecompress)

async function readBrotli(name: string): Promise<Buffer<ArrayBuffer>> {
  return Buffer.from(await unbrotli(readFileSync(path.join(archives, 'bin', name))))
}
