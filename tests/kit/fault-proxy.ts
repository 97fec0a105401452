import { connect, createServer, type Server, type Socket } from 'node:net'

/** How a line ends: both sides are told in order, both are reset, or nothing passes any more and nobody is told. */
export type Ending = 'fin' | 'reset' | 'silence'

/** What happens to the bytes of one direction. All of it may be changed while the line is open. */
export type Way = {
  /** Each chunk passes so much later, and up to `jitterMs` more; the order stays. */
  delayMs?: number
  jitterMs?: number
  bytesPerSecond?: number
  /** Pieces of at most so many bytes, each a write of its own. */
  chop?: number
  /** So many bytes pass, counted from when this was set; the next one ends the line. */
  cutAfter?: { bytes: number; how: Ending }
  /** The line ends when nothing has passed this way for so long, as proxies do with those that look idle. */
  idle?: { ms: number; how: Ending }
  /** Nothing passes, and nothing is taken from the kernel. */
  hold?: boolean
  /** Share of chunks that pass twice. */
  duplicate?: number
}

export type Script = { up?: Way; down?: Way }
type Direction = 'up' | 'down'
export type ProxyDeed = { line: number; way: Direction; what: string; bytes: number }

const MOST_DEEDS = 2_000
/** What waits of one direction; more is left in the kernel. */
const MOST_WAITING = 256 * 1024

type ProxyNeeds = {
  targetPort(): number
  /** From 0 to below 1; seeded, so that a run can be repeated. */
  chance?: () => number
  /** The script of a new line, by its number: 1, 2, 3 … */
  scriptOf?: (line: number) => Script
}

/** Lines between clients and a server, each with a script a direction. It knows bytes, not messages, and notes what it did to them. */
export class FaultProxy {
  readonly #needs: ProxyNeeds
  readonly #listener: Server
  readonly #lines = new Set<Line>()
  #count = 0
  #refusing = false
  /** The newest that it did; `cuts` counts all ends of lines that it made. */
  readonly deeds: ProxyDeed[] = []
  cuts = 0

  constructor(needs: ProxyNeeds) {
    this.#needs = needs
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

  /** Ends all lines that are open, or those that `which` names. */
  cut(how: Ending = 'reset', which: (line: Line) => boolean = () => true): number {
    const chosen = this.lines.filter(which)
    for (const line of chosen) line.cut(how)
    return chosen.length
  }

  /** New lines are reset at once, as if nobody listened. */
  refuse(on: boolean): void {
    this.#refusing = on
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const line of this.#lines) line.destroy()
    await new Promise((resolve) => this.#listener.close(resolve))
  }

  #accept(client: Socket): void {
    client.on('error', () => {})
    if (this.#refusing) return void client.resetAndDestroy()
    const number = ++this.#count
    const server = connect(this.#needs.targetPort(), '127.0.0.1')
    const line: Line = new Line({
      number,
      client,
      server,
      script: this.#needs.scriptOf?.(number) ?? {},
      chance: this.#needs.chance ?? Math.random,
      note: (deed) => this.#note(deed),
      over: () => this.#lines.delete(line),
    })
    this.#lines.add(line)
  }

  #note(deed: ProxyDeed): void {
    if (deed.what.startsWith('cut')) this.cuts++
    if (this.deeds.length < MOST_DEEDS) this.deeds.push(deed)
  }
}

type LineNeeds = {
  number: number
  client: Socket
  server: Socket
  script: Script
  chance: () => number
  note(deed: ProxyDeed): void
  over(): void
}

/** One connection of a client, and its twin to the server. */
export class Line {
  readonly number: number
  readonly up: Pipe
  readonly down: Pipe
  readonly #needs: LineNeeds
  #silent = false

  constructor(needs: LineNeeds) {
    this.#needs = needs
    this.number = needs.number
    this.up = new Pipe('up', needs.client, needs.server, needs.script.up ?? {}, this, needs.chance)
    this.down = new Pipe('down', needs.server, needs.client, needs.script.down ?? {}, this, needs.chance)
    for (const [one, other] of [
      [needs.client, needs.server],
      [needs.server, needs.client],
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => this.#closed(other))
    }
  }

  get isSilent(): boolean {
    return this.#silent
  }

  note(way: Direction, what: string, bytes: number): void {
    this.#needs.note({ line: this.number, way, what, bytes })
  }

  cut(how: Ending, way: Direction = 'down'): void {
    const { client, server } = this.#needs
    this.note(way, `cut ${how}`, way === 'up' ? this.up.passed : this.down.passed)
    if (how === 'silence') this.#silent = true
    else if (how === 'reset') {
      client.resetAndDestroy()
      server.resetAndDestroy()
    } else {
      client.end()
      server.end()
      // A peer that does not answer the end keeps the line no longer than this.
      setTimeout(() => this.destroy(), 1_000).unref()
    }
  }

  destroy(): void {
    this.#needs.client.destroy()
    this.#needs.server.destroy()
  }

  #closed(other: Socket): void {
    this.up.end()
    this.down.end()
    other.destroy()
    this.#needs.over()
  }
}

/** One direction of a line. */
export class Pipe {
  /** Bytes that went on to the other side. */
  passed = 0
  readonly #name: Direction
  readonly #from: Socket
  readonly #to: Socket
  readonly #line: Line
  readonly #chance: () => number
  #way: Way
  #cutLeft = Number.POSITIVE_INFINITY
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #pumping = false
  #over = false
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(name: Direction, from: Socket, to: Socket, way: Way, line: Line, chance: () => number) {
    this.#name = name
    this.#from = from
    this.#to = to
    this.#way = {}
    this.#line = line
    this.#chance = chance
    from.on('data', (chunk: Buffer) => this.#take(chunk))
    from.on('end', () => void this.#ended())
    this.set(way)
  }

  /** From now on; what waits is held to it, too. */
  set(way: Way): void {
    this.#way = way
    this.#cutLeft = way.cutAfter?.bytes ?? Number.POSITIVE_INFINITY
    clearTimeout(this.#idle)
    const { idle } = way
    this.#idle = idle && setTimeout(() => this.#line.cut(idle.how, this.#name), idle.ms)
    if (way.hold) this.#from.pause()
    else {
      this.#from.resume()
      void this.#pump()
    }
  }

  end(): void {
    this.#over = true
    clearTimeout(this.#idle)
    this.#waiting = []
  }

  #take(chunk: Buffer): void {
    if (this.#over || this.#line.isSilent) return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes > MOST_WAITING) this.#from.pause()
    void this.#pump()
  }

  async #ended(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#over) await Bun.sleep(5)
    if (!this.#line.isSilent) this.#to.end()
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    for (let chunk = this.#next(); chunk; chunk = this.#next()) {
      await this.#travel(chunk.length)
      if (this.#over || this.#line.isSilent) break
      if (!(await this.#pass(chunk))) break
      if (this.#way.duplicate && this.#chance() < this.#way.duplicate) {
        this.#line.note(this.#name, 'twice', chunk.length)
        await this.#pass(chunk)
      }
    }
    this.#pumping = false
  }

  #next(): Buffer | undefined {
    if (this.#way.hold || this.#over) return undefined
    const chunk = this.#waiting.shift()
    if (!chunk) return undefined
    const size = Math.min(chunk.length, this.#way.chop ?? chunk.length)
    if (size < chunk.length) this.#waiting.unshift(chunk.subarray(size))
    this.#waitingBytes -= size
    if (this.#waitingBytes <= MOST_WAITING) this.#from.resume()
    return chunk.subarray(0, size)
  }

  async #travel(bytes: number): Promise<void> {
    const { delayMs = 0, jitterMs = 0, bytesPerSecond } = this.#way
    const ms = delayMs + jitterMs * this.#chance() + (bytesPerSecond ? (bytes / bytesPerSecond) * 1_000 : 0)
    if (ms > 0) await Bun.sleep(ms)
  }

  /** False when the line ended with it. */
  async #pass(chunk: Buffer): Promise<boolean> {
    const left = this.#cutLeft
    const { cutAfter } = this.#way
    this.#cutLeft = left - chunk.length
    const part = chunk.length <= left ? chunk : chunk.subarray(0, left)
    if (part.length > 0) await this.#write(part)
    this.passed += part.length
    if (!this.#over) this.#idle?.refresh()
    if (chunk.length <= left || !cutAfter) return true
    this.#line.cut(cutAfter.how, this.#name)
    return false
  }

  /** Resolves when the kernel has it, so that what passes is out before a line is reset. */
  #write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#to.writable) return resolve()
      const done = () => {
        this.#to.off('close', done)
        resolve()
      }
      this.#to.once('close', done)
      this.#to.write(bytes, done)
    })
  }
}

/** `await using` it. */
export async function startFaultProxy(needs: ProxyNeeds): Promise<FaultProxy> {
  const proxy = new FaultProxy(needs)
  await proxy.listen()
  return proxy
}
