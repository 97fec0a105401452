import type { Socket } from 'node:net'

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
export type Direction = 'up' | 'down'
export type ProxyDeed = { line: number; way: Direction; what: string; bytes: number }

/** What all lines of a proxy may still carry together in one direction: the next byte ends all of them. */
export type Allowance = { left: number; isOver(): void }

/** What waits of one direction; more is left in the kernel. */
const MOST_WAITING = 256 * 1024
const MOST_BEGIN = 256
/** A peer that does not answer an end keeps its line no longer than this. */
const END_MS = 1_000
/** Whoever never reads to the end keeps a line no longer than this. */
const MOST_END_MS = 30_000

type LineNeeds = {
  number: number
  client: Socket
  server: Socket
  script: Script
  chance: () => number
  allowances: Readonly<Record<Direction, Allowance>>
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
    const { client, server, script, chance, allowances } = needs
    this.#needs = needs
    this.number = needs.number
    this.up = new Pipe({ name: 'up', from: client, to: server, line: this, chance, all: allowances.up })
    this.down = new Pipe({ name: 'down', from: server, to: client, line: this, chance, all: allowances.down })
    this.set(script)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => {})
      one.on('close', (wasReset: boolean) => this.#closed(other, wasReset))
    }
  }

  get isSilent(): boolean {
    return this.#silent
  }

  /** A page's own to `/ws`: Chromium gives a WebSocket a line that no request had before. */
  get isSocket(): boolean {
    return this.up.begin.startsWith('GET /ws ')
  }

  /** From now on, in both directions. */
  set({ up = {}, down = {} }: Script): void {
    this.up.set(up)
    this.down.set(down)
  }

  note(way: Direction, what: string, bytes: number): void {
    this.#needs.note({ line: this.number, way, what, bytes })
  }

  cut(how: Ending, way: Direction = 'down'): void {
    const { client, server } = this.#needs
    this.note(way, `cut ${how}`, way === 'up' ? this.up.passed : this.down.passed)
    if (how === 'silence') this.#silent = true
    else if (how === 'reset') {
      this.#needs.over()
      client.resetAndDestroy()
      server.resetAndDestroy()
    } else {
      client.end()
      server.end()
      setTimeout(() => this.destroy(), END_MS).unref()
    }
  }

  destroy(): void {
    this.#needs.client.destroy()
    this.#needs.server.destroy()
  }

  #closed(other: Socket, wasReset: boolean): void {
    if (!wasReset && !other.destroyed) {
      // What this side said before it ended may still be on its way: its pipe ends the other behind it.
      setTimeout(() => other.destroy(), MOST_END_MS).unref()
      return
    }
    this.up.end()
    this.down.end()
    other.destroy()
    this.#needs.over()
  }
}

type Chunk = { bytes: Buffer; cameMs: number }
type PipeNeeds = {
  name: Direction
  from: Socket
  to: Socket
  line: Line
  chance: () => number
  all: Allowance
}

/** One direction of a line. */
export class Pipe {
  /** Bytes that went on to the other side. */
  passed = 0
  /** Bytes that were lost in a silence. */
  swallowed = 0
  /** How that which came first begins, a few hundred bytes at most: a test knows by it whose line this is. */
  begin = ''
  readonly #needs: PipeNeeds
  #way: Way = {}
  #cutLeft = Number.POSITIVE_INFINITY
  #waiting: Chunk[] = []
  #waitingBytes = 0
  #pumping = false
  #over = false
  #isDry = () => {}
  #idle: ReturnType<typeof setTimeout> | undefined

  constructor(needs: PipeNeeds) {
    this.#needs = needs
    needs.from.on('data', (bytes: Buffer) => this.#take(bytes))
    needs.from.on('end', () => void this.#ended())
  }

  /** From now on; what waits is held to it, too. */
  set(way: Way): void {
    this.#way = way
    this.#cutLeft = way.cutAfter?.bytes ?? Number.POSITIVE_INFINITY
    clearTimeout(this.#idle)
    const { idle } = way
    this.#idle = idle && setTimeout(() => this.#needs.line.cut(idle.how, this.#needs.name), idle.ms)
    if (way.hold) this.#needs.from.pause()
    else {
      this.#needs.from.resume()
      void this.#pump()
    }
  }

  end(): void {
    this.#over = true
    clearTimeout(this.#idle)
    this.#waiting = []
    this.#isDry()
  }

  #take(bytes: Buffer): void {
    this.begin ||= bytes.toString('latin1', 0, MOST_BEGIN)
    if (this.#needs.line.isSilent) this.swallowed += bytes.length
    if (this.#over || this.#needs.line.isSilent) return
    this.#waiting.push({ bytes, cameMs: performance.now() })
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes > MOST_WAITING) this.#needs.from.pause()
    void this.#pump()
  }

  async #ended(): Promise<void> {
    if (this.#waiting.length > 0 || this.#pumping) await new Promise<void>((resolve) => (this.#isDry = resolve))
    if (!this.#needs.line.isSilent) this.#needs.to.end()
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    for (let chunk = this.#next(); chunk; chunk = this.#next()) {
      await this.#travel(chunk)
      if (this.#over || this.#needs.line.isSilent) break
      if (!(await this.#pass(chunk.bytes))) break
      if (this.#way.duplicate && this.#needs.chance() < this.#way.duplicate) {
        this.#needs.line.note(this.#needs.name, 'twice', chunk.bytes.length)
        await this.#pass(chunk.bytes)
      }
    }
    this.#pumping = false
    if (this.#waiting.length === 0) this.#isDry()
  }

  #next(): Chunk | undefined {
    if (this.#way.hold || this.#over) return undefined
    const chunk = this.#waiting.shift()
    if (!chunk) return undefined
    const { bytes, cameMs } = chunk
    const size = Math.min(bytes.length, this.#way.chop ?? bytes.length)
    if (size < bytes.length) this.#waiting.unshift({ bytes: bytes.subarray(size), cameMs })
    this.#waitingBytes -= size
    if (this.#waitingBytes <= MOST_WAITING) this.#needs.from.resume()
    return { bytes: bytes.subarray(0, size), cameMs }
  }

  /** What came together is late together: a delay is counted from when a chunk came, a rate from when the one before it had passed. */
  async #travel({ bytes, cameMs }: Chunk): Promise<void> {
    const { delayMs = 0, jitterMs = 0, bytesPerSecond } = this.#way
    const lateMs = delayMs + jitterMs * this.#needs.chance()
    const restMs = lateMs === 0 ? 0 : Math.max(0, cameMs + lateMs - performance.now())
    const ms = restMs + (bytesPerSecond ? (bytes.length / bytesPerSecond) * 1_000 : 0)
    if (ms > 0) await Bun.sleep(ms)
  }

  /** False when the line ended with it. */
  async #pass(bytes: Buffer): Promise<boolean> {
    const { line, all, name } = this.#needs
    const { cutAfter } = this.#way
    const left = Math.min(this.#cutLeft, all.left)
    const isAll = all.left <= this.#cutLeft
    this.#cutLeft -= bytes.length
    all.left -= bytes.length
    const part = bytes.length <= left ? bytes : bytes.subarray(0, Math.max(0, left))
    if (part.length > 0) await this.#write(part)
    this.passed += part.length
    if (!this.#over) this.#idle?.refresh()
    if (bytes.length <= left) return true
    if (isAll || !cutAfter) all.isOver()
    else line.cut(cutAfter.how, name)
    return false
  }

  /** Resolves when the kernel has it, so that what passes is out before a line is reset. */
  #write(bytes: Buffer): Promise<void> {
    const { to } = this.#needs
    return new Promise((resolve) => {
      if (!to.writable) return resolve()
      const done = () => {
        to.off('close', done)
        resolve()
      }
      to.once('close', done)
      to.write(bytes, done)
    })
  }
}
