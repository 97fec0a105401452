import type { CommandInput, CommandName, CommandReply, PushFrame } from '#protocol/index.ts'
import type { Answer } from './answer.ts'
import { readFrame } from './frames.ts'
import type { Platform, Socket } from './platform.ts'

/** P-6: nothing waits longer than 10 s on an open connection; so this is also the time to open one. */
const ANSWER_MS = 10_000
/** The code of our own verdict that a socket is dead; as on the wire it means: come back. */
const DEAD = 1006

type LinkNeeds = {
  platform: Platform
  url: string
  opened(): void
  push(frame: PushFrame): void
  /** Nothing was heard for a while, and nothing is asked: ask something. */
  quiet(): void
  /** Exactly once, unless `drop` was called first. What was asked and not answered is told `lost` after it. */
  ended(code: number): void
}

type Asked = { atMs: number; answered: (answer: Answer<unknown>) => void }

/** The life of one socket: numbers commands, hands each its answer, and notices when nobody is there any more. */
export class Link {
  readonly #needs: LinkNeeds
  readonly #socket: Socket
  /** In the order of asking, so the first is the oldest. */
  readonly #asked = new Map<number, Asked>()
  #lastRef = 0
  #heardMs: number
  #quietMs = Number.POSITIVE_INFINITY
  #deadMs = ANSWER_MS
  #over = false
  #watch = { atMs: 0, stop: () => {} }

  constructor(needs: LinkNeeds) {
    this.#needs = needs
    this.#heardMs = needs.platform.nowMs()
    this.#socket = needs.platform.openSocket(needs.url)
    this.#socket.onOpen = () => this.#opened()
    this.#socket.onText = (text) => this.#heard(text)
    this.#socket.onClose = (code) => this.#end(code)
    this.#watchUntil(this.#heardMs + ANSWER_MS)
  }

  /** How many commands wait for their answer. */
  get waiting(): number {
    return this.#asked.size
  }

  /** From now on `quiet` is called when no byte comes for so long, and the link is dead when none comes for `deadMs`. */
  expectWithin(quietMs: number, deadMs: number) {
    this.#quietMs = quietMs
    this.#deadMs = deadMs
  }

  /** `answered` is called exactly once, in the turn in which the answer comes or the link ends. */
  ask<C extends CommandName>(name: C, input: CommandInput<C>, answered: (answer: Answer<CommandReply<C>>) => void) {
    const ref = ++this.#lastRef
    const atMs = this.#needs.platform.nowMs()
    // The wire is not checked here (frames.ts): that an answer to C is a reply of C is the server's word.
    this.#asked.set(ref, { atMs, answered: (answer) => answered(answer as Answer<CommandReply<C>>) })
    this.#socket.send(JSON.stringify([ref, name, input]))
    if (this.#watch.atMs > atMs + ANSWER_MS) this.#watchUntil(atMs + ANSWER_MS)
  }

  /** Closes without a word to `ended`; what was asked is told `lost`. */
  drop() {
    this.#release(1000)
    this.#forsake()
  }

  #opened() {
    this.#heardMs = this.#needs.platform.nowMs()
    this.#needs.opened()
  }

  #heard(text: string) {
    this.#heardMs = this.#needs.platform.nowMs()
    const frame = readFrame(text)
    if (frame === 'garbled') return this.#end(DEAD)
    if (frame === 'other') return
    if (frame[0] === 0) {
      if (isPush(frame)) this.#needs.push(frame)
      return
    }
    const asked = this.#asked.get(frame[0])
    this.#asked.delete(frame[0])
    if (frame[1] === 'ok') asked?.answered({ name: 'ok', reply: frame[2] })
    else if (frame[1] === 'no') asked?.answered({ name: 'no', refusal: frame[2] })
    else asked?.answered({ name: 'unknown' })
  }

  #end(code: number) {
    if (this.#over) return
    this.#release(undefined)
    this.#needs.ended(code)
    this.#forsake()
  }

  /** A half-open socket may take minutes to close, so its own `onClose` is not waited for. */
  #release(code: number | undefined) {
    this.#over = true
    this.#watch.stop()
    this.#socket.onOpen = this.#socket.onText = this.#socket.onClose = null
    this.#socket.close(code)
  }

  #forsake() {
    const forsaken = [...this.#asked.values()]
    this.#asked.clear()
    for (const { answered } of forsaken) answered({ name: 'lost' })
  }

  #watchUntil(atMs: number) {
    this.#watch.stop()
    const ms = Math.max(0, atMs - this.#needs.platform.nowMs())
    this.#watch = { atMs, stop: this.#needs.platform.after(ms, () => this.#look()) }
  }

  #look() {
    const nowMs = this.#needs.platform.nowMs()
    this.#watch.atMs = Number.POSITIVE_INFINITY
    const [oldest] = this.#asked.values()
    const silentAtMs = this.#heardMs + this.#deadMs
    const deadAtMs = oldest ? Math.min(silentAtMs, oldest.atMs + ANSWER_MS) : silentAtMs
    if (deadAtMs <= nowMs) return this.#end(DEAD)
    const quietAtMs = this.#heardMs + this.#quietMs
    if (!oldest && quietAtMs <= nowMs) this.#needs.quiet()
    else this.#watchUntil(oldest ? deadAtMs : Math.min(deadAtMs, quietAtMs))
  }
}

const isPush = (frame: readonly [number, string, unknown]): frame is PushFrame =>
  frame[0] === 0 && typeof frame[2] === 'object'
