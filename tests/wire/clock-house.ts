import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, startApp } from '#server/app.ts'
import { readConfig } from '#server/config.ts'
import type { LogFields } from '#server/kit/log.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'

/** Turns of the event loop between two steps of the clock: sockets carry bytes meanwhile. */
const STEP_MS = 100

/** The whole server in this process, on a real port, with a clock that the test moves: minutes pass in milliseconds. */
export class ClockHouse {
  readonly clock: FakeClock
  readonly lines: { event: string; fields: LogFields }[]
  readonly #app: App
  readonly #folder: string

  constructor(parts: { clock: FakeClock; app: App; folder: string; lines: ClockHouse['lines'] }) {
    this.clock = parts.clock
    this.lines = parts.lines
    this.#app = parts.app
    this.#folder = parts.folder
  }

  get port(): number {
    return this.#app.port
  }

  get folder(): string {
    return this.#folder
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Lets so much time pass, and the sockets have their turns; `each` is called with every step. */
  async pass(ms: number, each: () => void | Promise<void> = () => {}): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await each()
      this.clock.move(STEP_MS)
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }

  /** Lets time pass until `resolves` does. */
  async passUntil<T>(resolves: Promise<T>): Promise<T> {
    let over = false
    const end = () => {
      over = true
    }
    resolves.then(end, end)
    while (!over) await this.pass(STEP_MS)
    return resolves
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.passUntil(this.#app.stop())
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

export async function openClockHouse(env: Readonly<Record<string, string>> = {}): Promise<ClockHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-clock-'))
  const clock = new FakeClock()
  const lines: ClockHouse['lines'] = []
  const say = (event: string, fields: LogFields = {}) => void lines.push({ event, fields })
  const config = readConfig({ PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, ...env }, folder)
  const app = await startApp({
    config,
    clock,
    log: { error: say, warn: say, info: say, debug: say },
    // The page is not what these tests look at.
    assets: { build: 'none', js: '', css: '', template: '', respond: () => null },
    version: '0.0.0',
    onFatal(error) {
      throw error
    },
  })
  return new ClockHouse({ clock, app, folder, lines })
}
