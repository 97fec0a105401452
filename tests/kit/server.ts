import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isPageStale, isServerStale } from '#bin/stale.mjs'
import { PATIENCE_MS } from './patience.ts'

const root = path.resolve(import.meta.dir, '../..')

/** One line of the server's log. */
export type LogLine = { event: string; level: string } & Readonly<Record<string, unknown>>

export type ServerOptions = {
  /** Settings by their names in the environment, over the generous limits of a test. */
  env?: Readonly<Record<string, string>>
  /** Kept when given; otherwise a temporary folder that `stop` and `kill` leave, and `dispose` removes. */
  dataDir?: string
  /** A free one when it is not given. */
  port?: number
  /** The folder of a copy of what was built; else it is that of this tree. */
  home?: string
  /** A module that is loaded before the server's own: a test build plants its bugs by it (tests/faults/planted). */
  preload?: string
}

/** Budgets that a test exhausts only when it wants to (it then sets its own). */
const generous: Readonly<Record<string, string>> = {
  // No test but theirs asks anything of the net.
  LINK_CARDS: 'off',
  LIMIT_MESSAGES_BURST: '100000',
  LIMIT_MESSAGES_PER_SECOND: '100000',
  LIMIT_ROOM_MESSAGES_PER_SECOND: '100000',
  LIMIT_CHANGES_BURST: '100000',
  LIMIT_COMMANDS_BURST: '100000',
  LIMIT_COMMANDS_PER_SECOND: '100000',
  LIMIT_FLOOD_PER_SECOND: '1000000',
  LIMIT_ROOMS_PER_HOUR: '1000',
  LIMIT_CHATS_PER_HOUR: '1000',
  LIMIT_GUESTS_PER_ADDRESS_BURST: '100000',
  LIMIT_GUESTS_PER_NET_BURST: '100000',
  LIMIT_REQUESTS_BURST: '100000',
  LIMIT_FILE_READS_BURST: '100000',
  LIMIT_CONNECTIONS_PER_ADDRESS: '10000',
  LIMIT_PENDING_PER_ADDRESS: '10000',
  LIMIT_JOINS_BURST: '1000',
  LIMIT_HISTORY_BURST: '1000',
  LIMIT_RENAMES_PER_MINUTE: '1000',
}

const builtServerOf = (home: string): string => path.join(home, 'dist/server/main.js')
/** What users run. `buildHouse` makes it. */
export const builtServer = builtServerOf(root)
/** For tests that change a source as it is loaded. */
export const serverSource = path.join(root, 'server/main.ts')

/** The real server in its own process, as users run it; with a `preload` from its sources. Start it by `startServer`. */
export class TestServer {
  readonly dataDir: string
  /** What it has logged so far, over all its lives. */
  readonly lines: LogLine[] = []
  /** What it wrote that is no log line: sentences for people, crashes. */
  readonly words: string[] = []
  readonly #env: Readonly<Record<string, string>>
  readonly #ownsData: boolean
  readonly #home: string
  readonly #preload: readonly string[]
  #child: Bun.Subprocess<'ignore', 'pipe', 'pipe'> | null = null
  #port = 0
  #wakers: (() => void)[] = []

  constructor({ env = {}, dataDir, port = 0, home = root, preload }: ServerOptions) {
    this.#home = home
    this.#preload = preload === undefined ? [] : ['--preload', preload]
    this.#port = port
    this.#env = env
    this.#ownsData = dataDir === undefined
    this.dataDir = dataDir ?? mkdtempSync(path.join(tmpdir(), 'teahouse-test-'))
  }

  get port(): number {
    return this.#port
  }

  /** Address of the page, without a slash at its end. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.#port}/ws`
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Resolves when it answers. The first time it takes a free port, later the same one again. */
  async start(): Promise<void> {
    const seen = this.lines.length
    this.#port ||= await freePort()
    const program = this.#preload.length > 0 ? serverSource : builtServerOf(this.#home)
    this.#child = Bun.spawn([process.execPath, '--no-orphans', ...this.#preload, program], {
      cwd: this.#home,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: {
        ...inherited(),
        ...generous,
        ...this.#env,
        DATA_DIR: this.dataDir,
        HOST: '127.0.0.1',
        PORT: `${this.#port}`,
      },
    })
    const { stdout, stderr } = this.#child
    const heard = Promise.all([stdout, stderr].map((stream) => this.#listen(stream)))
    const started = await this.#startedLine(seen, this.#child, heard)
    this.#port = portOf(started)
  }

  /** SIGTERM; resolves to its exit code. */
  async stop(): Promise<number> {
    return this.#end('SIGTERM')
  }

  /** SIGKILL: nothing can be saved any more. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** SIGTERM, and up again on the same port and folder. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** The first line of this event, now or when it comes. */
  async logged(event: string, from = 0, fits: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    for (;;) {
      const line = this.lines.slice(from).find((found) => found.event === event && fits(found))
      if (line) return line
      await new Promise<void>((resolve) => this.#wakers.push(resolve))
    }
  }

  /** What `find` finds in lines or words, now or when it comes. */
  async found<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const value = find()
      if (value !== undefined) return value
      await new Promise<void>((resolve) => this.#wakers.push(resolve))
    }
  }

  async dispose(): Promise<void> {
    await this.kill()
    if (this.#ownsData) rmSync(this.dataDir, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }

  async #end(signal: NodeJS.Signals): Promise<number> {
    const child = this.#child
    this.#child = null
    child?.kill(signal)
    return (await child?.exited) ?? 0
  }

  /** `heard`: all that it wrote has been read. */
  async #startedLine(seen: number, child: Bun.Subprocess, heard: Promise<unknown>): Promise<LogLine> {
    const deadline = Promise.withResolvers<never>()
    const timer = setTimeout(() => deadline.reject(new Error(this.#complaint('did not start in time'))), PATIENCE_MS)
    // Its end is known before its last words are.
    const gone = Promise.all([child.exited, heard]).then(([code]) =>
      Promise.reject(new Error(this.#complaint(`ended with ${code}`))),
    )
    gone.catch(() => {})
    try {
      return await Promise.race([this.logged('started', seen), gone, deadline.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #complaint(what: string): string {
    return [`The server ${what}.`, ...this.words, ...this.lines.map((line) => JSON.stringify(line))].join('\n')
  }

  async #listen(output: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    let rest = ''
    for await (const chunk of output.pipeThrough(new TextDecoderStream())) {
      const parts = `${rest}${chunk}`.split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) this.#hear(part)
    }
  }

  #hear(text: string): void {
    const line = readLine(text)
    if (line) this.lines.push(line)
    else if (text.trim()) this.words.push(text)
    for (const wake of this.#wakers.splice(0)) wake()
  }
}

/** A running server. `await using` it, or call `dispose` when done. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  await buildHouse()
  const server = new TestServer(options)
  await server.start()
  return server
}

/** Below those that the system gives to connections: while a server is away, none of them can take its port. */
const PORTS = { first: 10_000, count: 20_000 }

export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count)
    const trial = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      trial.once('error', () => resolve(false))
      trial.listen(port, '127.0.0.1', () => resolve(true))
    })
    await new Promise((resolve) => trial.close(resolve))
    if (isFree) return port
  }
}

let built: Promise<void> | null = null

/** Builds the page and the server where they are older than their sources; once a process. */
export async function buildHouse(): Promise<void> {
  built ??= (async () => {
    const stale = [...(isPageStale(root) ? ['page'] : []), ...(isServerStale(root) ? ['server'] : [])]
    if (stale.length === 0) return
    const build = Bun.spawn([process.execPath, path.join(root, 'bin/build.ts'), ...stale], {
      cwd: root,
      stderr: 'pipe',
    })
    if ((await build.exited) !== 0) throw new Error(await new Response(build.stderr).text())
  })()
  return built
}

/** The environment without what would configure the server: a test says all that it means. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'LD_LIBRARY_PATH']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}

function readLine(text: string): LogLine | null {
  try {
    const value: unknown = JSON.parse(text)
    return isLogLine(value) ? value : null
  } catch {
    return null
  }
}

function isLogLine(value: unknown): value is LogLine {
  return typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string'
}

function portOf(line: LogLine): number {
  const port = line['port'] ?? /:(\d+)\b/.exec(String(line['address'] ?? line['url'] ?? ''))?.[1]
  if (!port) throw new Error(`The started line names no port: ${JSON.stringify(line)}`)
  return Number(port)
}
