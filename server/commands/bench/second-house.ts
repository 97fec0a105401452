import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { programFile } from '#server/kit/programs.ts'
import { isFolderInUse } from '#server/storage/process-lock.ts'
import { asSentence, CommandRefused } from '../refused.ts'
import type { Outside } from '../world.ts'
import { textOf } from './machine.ts'
import type { BenchWords } from './words-en.ts'

const READY_MS = 20_000
const LOOK_MS = 25
const PREFIX = 'bench.'

/**
 * Bounds that stand in the way of one machine that plays everybody: those of a person, of an address, of a net. Nothing is
 * switched off, each is still counted. What bounds the installation itself stays as the operator has set it, but for what is measured.
 */
const raised: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'MESSAGES_BURST',
    'MESSAGES_PER_SECOND',
    'COMMANDS_BURST',
    'COMMANDS_PER_SECOND',
    'FLOOD_PER_SECOND',
    'ROOMS_PER_HOUR',
    'JOINS_BURST',
    'JOINS_PER_SECOND',
    'RENAMES_PER_MINUTE',
    'CONNECTIONS_PER_ADDRESS',
    'PENDING_PER_ADDRESS',
    'GUESTS_PER_ADDRESS_BURST',
    'GUESTS_PER_NET_BURST',
    'REQUESTS_BURST',
    'REQUESTS_PER_SECOND',
    'CONNECTIONS',
    'ROOM_MESSAGES_PER_SECOND',
  ].map((name) => [`LIMIT_${name}`, '1000000']),
)

/** Where else an operator may keep things: all of it stays untouched. */
const elsewhere: Readonly<Record<string, string>> = {
  DATABASE_URL: '',
  FILES_URL: '',
  S3_ENDPOINT: '',
  S3_REGION: '',
  S3_ACCESS_KEY_ID: '',
  S3_SECRET_ACCESS_KEY: '',
}

/** A folder of its own on the disk of the house, in the house's: a mount may begin there. Gone again after `remove`. */
export function makeBenchFolder(house: string): { path: string; remove(): void } {
  try {
    const isNew = mkdirSync(house, { recursive: true, mode: 0o700 }) !== undefined
    dropLeftovers(house)
    const path = mkdtempSync(join(house, `${PREFIX}${process.pid}.`))
    const remove = () => {
      removeFolder(path)
      if (isNew) removeEmpty(house)
    }
    return { path, remove }
  } catch (error) {
    throw asSentence(error, house)
  }
}

const removeFolder = (path: string): void =>
  rmSync(path, { recursive: true, force: true, maxRetries: 9, retryDelay: 20 })

/** Where no house was there is none afterwards, unless one moved in meanwhile. */
function removeEmpty(house: string): void {
  try {
    rmdirSync(house)
  } catch {
    // It is not empty any more.
  }
}

/** What a bench that was killed has left. */
function dropLeftovers(house: string): void {
  for (const name of readdirSync(house)) {
    const pid = /^bench\.(\d+)\.\w+$/.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid)) || isFolderInUse(join(house, name, 'data'))) continue
    removeFolder(join(house, name))
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** `wish` as it is, if nothing has it; 0: any that is free. Null: it cannot be had. */
export function choosePort(wish: number): number | null {
  try {
    const probe = Bun.listen({ hostname: '127.0.0.1', port: wish, socket: { data() {} } })
    const { port } = probe
    probe.stop(true)
    return port
  } catch {
    return null
  }
}

/** A second server of the same program and settings, with another port and a folder of its own; only this machine reaches it. */
export class SecondHouse {
  readonly #world: Outside
  readonly #folder: string
  readonly #say: Pick<BenchWords, 'noPage' | 'noStart'>
  #child: Bun.Subprocess | null = null
  #port = 0

  constructor({ world, folder, say }: { world: Outside; folder: string; say: Pick<BenchWords, 'noPage' | 'noStart'> }) {
    this.#world = world
    this.#folder = folder
    this.#say = say
  }

  get port(): number {
    return this.#port
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** How it ended by itself; null while it runs. */
  get ended(): string | null {
    const { exitCode = null, signalCode = null } = this.#child ?? {}
    return exitCode === null && signalCode === null ? null : `${signalCode ?? exitCode}`
  }

  /** Resolves when it answers. A second time it goes on in the same folder. Refuses with what it said when it does not start. */
  async start(port: number): Promise<void> {
    const { env, home, config } = this.#world
    if (!existsSync(join(home, 'dist/web/manifest.json'))) throw new CommandRefused(this.#say.noPage)
    const words = join(this.#folder, 'words')
    this.#port = port
    // Its settings are all here: no file may add the operator's database or bucket to them.
    this.#child = Bun.spawn([process.execPath, '--no-orphans', '--no-env-file', programFile('main')], {
      cwd: home,
      env: {
        ...env,
        ...raised,
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: join(this.#folder, 'data'),
        ...elsewhere,
      },
      stdin: 'ignore',
      stdout: Bun.file(join(this.#folder, 'log')),
      stderr: Bun.file(words),
      detached: true,
    })
    const endMs = performance.now() + READY_MS
    while (!(await this.#answers(config.basePath))) {
      if (this.ended === null && performance.now() < endMs) {
        await Bun.sleep(LOOK_MS)
        continue
      }
      const said = textOf(words).trim().split('\n')[0] ?? ''
      this.kill()
      throw new CommandRefused(this.#say.noStart(said))
    }
  }

  async #answers(basePath: string): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.#port}${basePath}/readyz`)).ok
    } catch {
      return false
    }
  }

  /** Nothing that it holds has to be kept. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    this.kill()
    await this.#child?.exited
    this.#child = null
  }
}
