import { readFileSync } from 'node:fs'
import path from 'node:path'
import { builtServer, serverSource } from '#tests/kit/server.ts'
import type { Deed } from '../history.ts'
import { LogTail } from './log-tail.ts'
import { steadyMs, until } from './steady.ts'

const root = path.resolve(import.meta.dir, '../../..')
const START_MS = 60_000

/** What one life of the server has beside the usual: another environment, or a program that starts it. */
export type Manner = {
  env?: Readonly<Record<string, string>>
  under?: readonly string[]
  /** In a net of its own: nobody here can ask it, so its log tells that it is there. */
  apart?: true
}
export type Ending = { code: number | null; signal: NodeJS.Signals | number | null }

type LifeNeeds = {
  dataDir: string
  port: number
  env: Readonly<Record<string, string>>
  deed(deed: Deed): void
  /** It ended, and nobody had said that it would. */
  surprise(says: string): void
  /** Preloaded by Bun: a planted bug. */
  preload?: string
}

/** The server's process over its lives, on one folder and one port. */
export class ServerLife {
  readonly log = new LogTail()
  readonly #needs: LifeNeeds
  #child: Bun.Subprocess<'ignore', 'pipe', 'pipe'> | null = null
  #ended: Promise<Ending> = Promise.resolve({ code: null, signal: null })
  #expected = true
  /** How often it was started. */
  lives = 0

  constructor(needs: LifeNeeds) {
    this.#needs = needs
  }

  get port(): number {
    return this.#needs.port
  }

  get dataDir(): string {
    return this.#needs.dataDir
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.port}/ws`
  }

  get isUp(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** By SIGSTOP. */
  get isStopped(): boolean {
    return /State:\s+T/.test(readFileSync(`/proc/${this.pid}/status`, 'utf8'))
  }

  /** Of the server itself, also where another program started it. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Resolves with the ms that it took until it answers. */
  async start(manner: Manner = {}): Promise<number> {
    if (this.isUp) throw new Error('the server runs already')
    const sinceMs = steadyMs()
    const started = this.log.count('started')
    const isThere = () => (manner.apart ? Promise.resolve(this.log.count('started') > started) : this.answers())
    const child = this.#spawn(manner)
    this.#child = child
    this.#expected = false
    this.lives++
    this.#ended = this.#watch(child)
    try {
      await until('the server answers', async () => !this.isUp || (await isThere()), START_MS, 15)
    } catch (error) {
      this.#expected = true
      child.kill('SIGKILL')
      throw error
    }
    if (!this.isUp) throw new Error(`the server did not start: ${this.log.words.slice(-8).join(' | ')}`)
    this.#needs.deed({ t: steadyMs(), kind: 'server_up' })
    return steadyMs() - sinceMs
  }

  /** What it says, and how it ends, when it is started and refuses. */
  async startRefused(manner: Manner = {}): Promise<{ ending: Ending; words: string }> {
    const from = this.log.words.length
    const child = this.#spawn(manner)
    await child.exited
    await Bun.sleep(20)
    return { ending: { code: child.exitCode, signal: child.signalCode }, words: this.log.words.slice(from).join('\n') }
  }

  async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok
    } catch {
      return false
    }
  }

  /** From now on its end is part of a fault. Resolves when it has ended. */
  mayEnd(): Promise<Ending> {
    this.#expected = true
    return this.#ended
  }

  /** It is to stay up again: what `mayEnd` allowed did not come. */
  mustLive(): void {
    this.#expected = false
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal)
  }

  async kill(): Promise<Ending> {
    const ended = this.mayEnd()
    this.signal('SIGKILL')
    return ended
  }

  async stop(): Promise<Ending> {
    const ended = this.mayEnd()
    this.signal('SIGTERM')
    return ended
  }

  #spawn({ env = {}, under = [] }: Manner): Bun.Subprocess<'ignore', 'pipe', 'pipe'> {
    const { preload } = this.#needs
    const bun = [process.execPath, '--no-orphans', ...(preload ? ['--preload', preload] : [])]
    const child = Bun.spawn([...under, ...bun, preload ? serverSource : builtServer], {
      cwd: root,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: process.env['HOME'] ?? '/',
        ...this.#needs.env,
        ...env,
        DATA_DIR: this.#needs.dataDir,
        HOST: '127.0.0.1',
        PORT: env['PORT'] ?? String(this.#needs.port),
      },
    })
    void this.log.follow(child.stdout)
    void this.log.follow(child.stderr)
    return child
  }

  async #watch(child: Bun.Subprocess): Promise<Ending> {
    await child.exited
    const ending = { code: child.exitCode, signal: child.signalCode }
    this.#needs.deed({ t: steadyMs(), kind: 'server_down' })
    if (!this.#expected) {
      const words = this.log.words.slice(-3).join(' | ')
      this.#needs.surprise(`the server ended by itself (${ending.signal ?? ending.code}): ${words}`)
    }
    return ending
  }
}
