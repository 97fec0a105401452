import { connect, createServer, type Server, type Socket } from 'node:net'
import { type Ending, Line, type ProxyDeed, type Script } from './fault-line.ts'

export type { Ending } from './fault-line.ts'

const MOST_DEEDS = 2_000
const UNBOUNDED = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }

type ProxyNeeds = {
  targetPort(): number
  /** From 0 to below 1; seeded, so that a run can be repeated. */
  chance?: () => number
  /** The script of a new line; what `set` says comes over it. */
  script?: Script
}

/** Lines between clients and a server, each with a script a direction. It knows bytes, not messages, and notes what it did to them. */
export class FaultProxy {
  readonly #needs: ProxyNeeds
  readonly #listener: Server
  readonly #lines = new Set<Line>()
  readonly #allowances = {
    up: { left: UNBOUNDED.up, isOver: () => this.#spent() },
    down: { left: UNBOUNDED.down, isOver: () => this.#spent() },
  }
  #script: Script
  #count = 0
  #refusing = false
  /** The newest that it did; `cuts` counts all ends of lines that it made: a test proves by it that its fault happened. */
  readonly deeds: ProxyDeed[] = []
  cuts = 0

  constructor(needs: ProxyNeeds) {
    this.#needs = needs
    this.#script = needs.script ?? {}
    this.#listener = createServer((client) => this.#accept(client))
  }

  get port(): number {
    const address = this.#listener.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
    return address.port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.port}/ws`
  }

  get lines(): readonly Line[] {
    return [...this.#lines]
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#listener.listen(0, '127.0.0.1', resolve))
  }

  /** From now on, for all lines: those that are open and those that come. */
  set(script: Script): void {
    this.#script = script
    for (const line of this.#lines) line.set(script)
  }

  /** Silence: open lines stay open, nothing passes. */
  hold(): void {
    this.set({ up: { hold: true }, down: { hold: true } })
  }

  /** The end of `hold`: what waited passes. */
  release(): void {
    this.set({})
  }

  /** Ends all lines that are open, or those that `which` names. New ones are let through unless `refuse` was called. */
  cut(how: Ending = 'reset', which: (line: Line) => boolean = () => true): number {
    const chosen = this.lines.filter(which)
    for (const line of chosen) line.cut(how)
    return chosen.length
  }

  /** Resets all lines as soon as more than so many further bytes would pass on them together; the bytes up to it pass. */
  cutAfter(bytes: { up?: number; down?: number }): void {
    const { up, down } = { ...UNBOUNDED, ...bytes }
    this.#allowances.up.left = up
    this.#allowances.down.left = down
  }

  /** Cuts, and from now on resets every new line at once: as if nobody listened. */
  refuse(): void {
    this.#refusing = true
    this.#spent()
  }

  /** The end of `refuse`. */
  accept(): void {
    this.#refusing = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const line of this.#lines) line.destroy()
    await new Promise((resolve) => this.#listener.close(resolve))
  }

  #accept(client: Socket): void {
    client.on('error', () => {})
    if (this.#refusing) return void client.resetAndDestroy()
    const line: Line = new Line({
      number: ++this.#count,
      client,
      server: connect(this.#needs.targetPort(), '127.0.0.1'),
      script: this.#script,
      chance: this.#needs.chance ?? Math.random,
      allowances: this.#allowances,
      note: (deed) => this.#note(deed),
      over: () => this.#lines.delete(line),
    })
    this.#lines.add(line)
  }

  #spent(): void {
    this.cutAfter({})
    this.cut()
  }

  #note(deed: ProxyDeed): void {
    if (deed.what.startsWith('cut')) this.cuts++
    if (this.deeds.length < MOST_DEEDS) this.deeds.push(deed)
  }
}

/** A proxy in front of a server that may come back on the same port. `await using` it. */
export async function startProxy(
  server: { readonly port: number },
  needs: Omit<ProxyNeeds, 'targetPort'> = {},
): Promise<FaultProxy> {
  const proxy = new FaultProxy({ ...needs, targetPort: () => server.port })
  await proxy.listen()
  return proxy
}
