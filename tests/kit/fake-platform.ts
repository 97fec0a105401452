import { type Keep, memoryKeep, type Platform, type Socket } from '#sdk/index.ts'

/** A socket in the hands of a test: `sent` is what the client said, `open`, `says` and `cut` are the other side. */
export class FakeSocket implements Socket {
  onOpen: (() => void) | null = null
  onText: ((text: string) => void) | null = null
  onClose: ((code: number) => void) | null = null
  /** What the other side does with a text; a test that scripts by hand leaves it and reads `sent`. */
  hear: (text: string) => void = () => {}
  /** Told when the client closes. */
  closing: () => void = () => {}
  readonly sent: string[] = []
  readonly url: string
  closedByClient = false
  #over = false

  constructor(url: string) {
    this.url = url
  }

  send(text: string) {
    if (this.#over) throw new Error('sent on a closed socket')
    this.sent.push(text)
    this.hear(text)
  }

  close() {
    if (this.#over) return
    this.#over = true
    this.closedByClient = true
    this.closing()
  }

  open() {
    if (!this.#over) this.onOpen?.()
  }

  says(frame: unknown) {
    if (!this.#over) this.onText?.(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  cut(code = 1006) {
    if (this.#over) return
    this.#over = true
    this.onClose?.(code)
  }

  /** The commands of this name that were sent, oldest first. */
  commands(name: string): { ref: number; input: Record<string, unknown> }[] {
    const frames: [number, string, Record<string, unknown>][] = this.sent.map((text) => JSON.parse(text))
    return frames.filter((frame) => frame[1] === name).map(([ref, , input]) => ({ ref, input }))
  }
}

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A world without waiting: its clock moves only by `pass`, its sockets belong to the test, its dice to a seed. */
export class FakeWorld {
  nowMs = Date.UTC(2026, 10, 22)
  readonly sockets: FakeSocket[] = []
  /** Called with every new socket. */
  met: (socket: FakeSocket) => void = () => {}
  readonly random: () => number
  readonly #timers = new Map<number, { atMs: number; run: () => void }>()
  #lastTimer = 0

  constructor(seed = 1) {
    this.random = seeded(seed)
  }

  platform(keep: Keep = memoryKeep()): Platform {
    return {
      openSocket: (url) => {
        const socket = new FakeSocket(url)
        this.sockets.push(socket)
        this.met(socket)
        return socket
      },
      after: (ms, run) => this.after(ms, run),
      nowMs: () => this.nowMs,
      randomBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(this.random() * 256)),
      keep,
    }
  }

  after(ms: number, run: () => void): () => void {
    const id = ++this.#lastTimer
    this.#timers.set(id, { atMs: this.nowMs + ms, run })
    return () => void this.#timers.delete(id)
  }

  /** The socket that was opened last. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('no socket was opened')
    return socket
  }

  get timers(): number {
    return this.#timers.size
  }

  /** Lets promises come through, without time passing. */
  async settle() {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }

  /** Moves the clock by `ms`, and runs what was planned for that time, in its order. */
  async pass(ms: number) {
    const endMs = this.nowMs + ms
    await this.settle()
    while (true) {
      let next: [number, { atMs: number; run: () => void }] | null = null
      for (const timer of this.#timers)
        if (timer[1].atMs <= endMs && (!next || timer[1].atMs < next[1].atMs)) next = timer
      if (!next) break
      this.#timers.delete(next[0])
      this.nowMs = Math.max(this.nowMs, next[1].atMs)
      next[1].run()
      await this.settle()
    }
    this.nowMs = endMs
  }
}
