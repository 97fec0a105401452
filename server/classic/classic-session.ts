import { closes } from '#protocol/closes.ts'
import { limits } from '#protocol/limits.ts'
import type { Connection, Membership } from '#server/accounts/caller.ts'
import { nowhere } from '#server/accounts/places.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { newLogId } from '#server/kit/ids.ts'
import { Meter } from '#server/kit/meter.ts'
import { isStuck, type Progress, progressOf } from '#server/kit/progress.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Origin, Socket, SocketOwner } from '#server/kit/socket.ts'
import { type ClassicFrame, encodeFrame } from './frames.ts'

/** Descendants of that page ask for a name first. */
const LOGIN_MS = 30_000
const PING_MS = 20_000
/** Deadlines are looked at once a second, so this one keeps the 60 s within which the dead leave the list. */
const SILENT_MS = limits.silentMs - 1_000
/** A peer that does not answer our close is cut after this. */
const CLOSING_MS = 2_000
/** What came while a login is looked up waits; more of it than this is refused (HOUSE-12). */
const MOST_WAITING_CHARS = 256 * 1024
const FRAME_CHARS = 64

/** Somebody of a classic page, from login to leaving. */
export type Guest = {
  readonly principal: Principal
  /** The name of its login, where it was given another one: its page knows its own messages by it. */
  readonly wish: string | null
  readonly picture: string | null
  readonly sinceMs: number
}

type State =
  | { name: 'greeted'; sinceMs: number }
  | { name: 'joining'; sinceMs: number; waiting: string[]; chars: number }
  | { name: 'present'; guest: Guest }
  | { name: 'closing'; sinceMs: number; pending: boolean }

export type ClassicSessionNeeds = {
  steadyMs(): number
  commandsBurst: number
  floodPerSecond: number
  onText(session: ClassicSession, text: string): void
  /** A guest is gone from here: its socket closes or is about to. */
  onLeave(session: ClassicSession, guest: Guest): void
  onEnd(session: ClassicSession): void
}

/** One classic socket: its state and its deadlines. What frames mean is not its business. */
export class ClassicSession implements SocketOwner, Connection {
  readonly id = newLogId()
  readonly from: Origin
  /** The address that this socket was opened to: where its page finds our avatars. */
  readonly baseUrl: string
  joined: readonly Membership[] = nowhere
  readonly leavesAtOnce = true
  readonly meter: Meter
  readonly #needs: ClassicSessionNeeds
  #progress: Progress = null
  #socket: Socket | null = null
  #state: State
  #lastPongMs: number
  #lastPingMs: number

  constructor(needs: ClassicSessionNeeds, from: Origin, baseUrl: string) {
    const now = needs.steadyMs()
    this.#needs = needs
    this.from = from
    this.baseUrl = baseUrl
    this.meter = new Meter(needs.commandsBurst, now)
    this.#lastPongMs = now
    this.#lastPingMs = now
    this.#state = { name: 'greeted', sinceMs: now }
  }

  /** Who speaks, once logged in. */
  get guest(): Guest | null {
    return this.#state.name === 'present' ? this.#state.guest : null
  }

  get gone(): boolean {
    return this.#socket === null
  }

  /** It counts among the sockets that have not said who they are. */
  get pending(): boolean {
    return this.#state.name === 'closing' ? this.#state.pending : this.#state.name !== 'present'
  }

  /** While a login is looked up, what follows it waits: true when `text` was kept. Refuses with `rate_limited`. */
  defers(text: string): boolean {
    if (this.#state.name !== 'joining') return this.#state.name === 'closing'
    this.#state.chars += text.length + FRAME_CHARS
    if (this.#state.chars > MOST_WAITING_CHARS) throw new Refusal('rate_limited', { retry_after_ms: 1_000 })
    this.#state.waiting.push(text)
    return true
  }

  beginLogin(): void {
    if (this.#state.name !== 'greeted') throw new Refusal('already_logged_in')
    this.#state = { name: 'joining', sinceMs: this.#state.sinceMs, waiting: [], chars: 0 }
  }

  /** The login was answered: with a guest, or without where it was refused. Null when the socket closed meanwhile. */
  endLogin(guest: Guest | null): { waiting: readonly string[] } | null {
    if (this.#state.name !== 'joining') return null
    const { sinceMs, waiting } = this.#state
    this.#state = guest ? { name: 'present', guest } : { name: 'greeted', sinceMs }
    return { waiting }
  }

  /** The guest leaves, the socket stays. */
  logOut(): void {
    const { guest } = this
    if (!guest) return
    this.#state = { name: 'greeted', sinceMs: this.#needs.steadyMs() }
    this.#needs.onLeave(this, guest)
  }

  /** Says one frame to this page. */
  say(frame: ClassicFrame): void {
    this.sayEncoded(encodeFrame(frame))
  }

  sayEncoded(frame: string): void {
    this.#socket?.sendText(frame, false)
  }

  /** What a v1 connection would be sent means nothing to this page: it hears `say` alone. */
  send(): void {}

  drained(): Promise<void> {
    return Promise.resolve()
  }

  subscribe(topic: string): void {
    this.#socket?.subscribe(topic)
  }

  unsubscribe(topic: string): void {
    this.#socket?.unsubscribe(topic)
  }

  close(code: number): void {
    if (this.#state.name === 'closing') return
    this.#leave()
    this.#socket?.close(code)
  }

  /** Ends what is past its time, and pings; call it once a second. */
  checkDeadlines(now: number): void {
    const socket = this.#socket
    if (!socket) return
    if (this.#state.name === 'closing') {
      if (now - this.#state.sinceMs > CLOSING_MS) socket.terminate()
    } else if (this.#state.name === 'greeted' && now - this.#state.sinceMs > LOGIN_MS) this.close(closes.silent)
    else if (now - this.#lastPongMs > SILENT_MS) this.close(closes.silent)
    else this.#checkReader(socket, now)
  }

  onOpen(socket: Socket): void {
    this.#socket = socket
    this.say({ type: 'handShake', msg: '握手成功' })
  }

  onText(text: string): void {
    if (this.#state.name !== 'closing') this.#needs.onText(this, text)
  }

  onDrain(): void {
    // Nobody waits for a classic socket: its frames are bounded by the runtime's limit.
  }

  onPing(): void {
    this.#countControl()
  }

  onPong(): void {
    this.#lastPongMs = this.#needs.steadyMs()
    this.#countControl()
  }

  onClose(): void {
    this.#socket = null
    this.#leave()
    this.#needs.onEnd(this)
  }

  #countControl(): void {
    const { steadyMs, floodPerSecond } = this.#needs
    if (this.meter.floods(floodPerSecond, steadyMs())) this.close(closes.flood)
  }

  #checkReader(socket: Socket, now: number): void {
    this.#progress = progressOf(this.#progress, socket.getBufferedAmount(), now)
    if (isStuck(this.#progress, now)) socket.terminate()
    else if (now - this.#lastPingMs >= PING_MS) {
      this.#lastPingMs = now
      socket.ping()
    }
  }

  #leave(): void {
    const { guest, pending } = this
    this.#state = { name: 'closing', sinceMs: this.#needs.steadyMs(), pending }
    if (guest) this.#needs.onLeave(this, guest)
  }
}
