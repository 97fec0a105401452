import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BrowserContext } from 'playwright-core'
import type { ServerOptions } from '#tests/kit/server.ts'

/** How a server is told where its clock stands. */
export const STILL = 'LOOK_STILL'
export type StillNow = { atMs: number; scene: string }

/** A Saturday evening in the time zone of the pictures. Whoever looks at a page looks at it now. */
const NOW_MS = Date.parse('2026-11-21T20:14:00+08:00')
const MINUTE_MS = 60_000

/** The clock of servers and pages that are to be photographed, and the lot that they draw. */
export class Still {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'teahouse-look-'))
  #now: StillNow = { atMs: NOW_MS, scene: '' }

  constructor() {
    this.#write()
  }

  /** Settings of a server that stands still. */
  get server(): Required<Pick<ServerOptions, 'preload' | 'env'>> {
    return { preload: path.join(import.meta.dir, 'still-server.ts'), env: { [STILL]: this.#file } }
  }

  /** From now on everything is drawn as it always is in this scene. */
  begins(scene: string): void {
    this.#now = { atMs: NOW_MS, scene }
    this.#write()
  }

  /** The server's clock stands so many minutes before the picture. */
  minutesAgo(minutes: number): void {
    this.#now = { ...this.#now, atMs: NOW_MS - minutes * MINUTE_MS }
    this.#write()
  }

  /** The pages of this browser live in the minute of the picture, and draw the same lot each time. */
  async holds(context: BrowserContext): Promise<void> {
    await context.addInitScript((nowMs) => {
      globalThis.Date = new Proxy(Date, {
        construct: (Real, given) => (given.length > 0 ? Reflect.construct(Real, given) : new Real(nowMs)),
        get: (Real, name) => (name === 'now' ? () => nowMs : Reflect.get(Real, name)),
      })
      let seed = 7
      Math.random = () => {
        seed = (seed * 16_807) % 2_147_483_647
        return seed / 2_147_483_647
      }
    }, NOW_MS)
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #file(): string {
    return path.join(this.#folder, 'now.json')
  }

  #write(): void {
    writeFileSync(this.#file, JSON.stringify(this.#now))
  }
}
