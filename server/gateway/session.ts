import { closes } from '#protocol/closes.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller, Connection, Membership } from '#server/accounts/caller.ts'
import { nowhere } from '#server/accounts/places.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { logIdOf, newLogNumber } from '#server/kit/ids.ts'
import { Meter } from '#server/kit/meter.ts'
import { isStuck, type Progress, progressOf } from '#server/kit/progress.ts'
import type { Origin, Socket, SocketOwner } from '#server/kit/socket.ts'
import type { SessionNeeds } from './session-needs.ts'

/** A peer that does not answer our close is cut after this. */
const CLOSING_MS = 2_000

type State =
  | { name: 'greeting'; sinceMs: number; cookie: string | null; taken: boolean }
  | { name: 'open' }
  | { name: 'closing'; sinceMs: number }

/** One for all. */
const open: State = { name: 'open' }

/**
 * One v1 socket: its state and its deadlines. What commands mean is not its business. A hundred thousand of these must stay small:
 * what only few need is made when it is needed (decision 0070).
 */
export class Session implements SocketOwner, Connection {
  readonly from: Origin
  joined: readonly Membership[] = nowhere
  /** Who speaks, once greeted. Set by `welcome`. */
  principal: Principal | null = null
  readonly #needs: SessionNeeds
  #socket: Socket | null = null
  #state: State
  /** The id for the log, as the number that it is: a text of its own would be two more objects. */
  readonly #number = newLogNumber()
  #meter: Meter | null = null
  #lastCommandMs: number
  #progress: Progress = null
  #whenDrained: (() => void)[] | null = null
  /** What is sent now leaves with what is being sent. */
  #isCorked = false

  constructor(needs: SessionNeeds, from: Origin, cookie: string | null) {
    const now = needs.steadyMs()
    this.#needs = needs
    this.from = from
    this.#lastCommandMs = now
    this.#state = { name: 'greeting', sinceMs: now, cookie, taken: false }
  }

  get id(): string {
    return logIdOf(this.#number)
  }

  /** Made for each command: kept it would be one more object for as long as the connection. */
  get caller(): Caller | null {
    return this.principal && { principal: this.principal, connection: this }
  }

  get meter(): Meter {
    this.#meter ??= new Meter(this.#needs.rate.burst, this.#needs.steadyMs())
    return this.#meter
  }

  get leavesAtOnce(): boolean {
    return false
  }

  get open(): boolean {
    return this.#state.name === 'open'
  }

  get gone(): boolean {
    return this.#socket === null
  }

  get behind(): boolean {
    return this.#progress !== null
  }

  /** The cookie that came with the upgrade; null when a hello is under way or was answered. */
  takeGreeting(): { cookie: string | null } | null {
    if (this.#state.name !== 'greeting' || this.#state.taken) return null
    this.#state.taken = true
    return { cookie: this.#state.cookie }
  }

  /** The hello was refused: another one may follow until the deadline. */
  giveGreetingBack(): void {
    if (this.#state.name === 'greeting') this.#state.taken = false
  }

  /** False when the socket closed while its hello was looked up. */
  welcome(principal: Principal): boolean {
    if (this.#state.name !== 'greeting' || !this.#socket) return false
    this.#state = open
    this.principal = principal
    return true
  }

  /** A command was completed: only that proves a living peer (promises.md, traps). */
  alive(): void {
    this.#lastCommandMs = this.#needs.steadyMs()
  }

  /** With what was published for it in this turn, in that order, and what `behind` sends, as one write: an answer and one's own message. */
  send(frame: string, behind?: () => void): void {
    const socket = this.#socket
    if (!socket) return
    if (this.#isCorked) socket.sendText(frame, false)
    else socket.cork(() => this.#sendCorked(socket, frame, behind))
  }

  #sendCorked(socket: Socket, frame: string, behind: (() => void) | undefined): number {
    const sent = socket.sendText(frame, false)
    this.#isCorked = true
    behind?.()
    this.#isCorked = false
    return sent
  }

  subscribe(topic: string): void {
    this.#socket?.subscribe(topic)
  }

  unsubscribe(topic: string): void {
    this.#socket?.unsubscribe(topic)
  }

  drained(): Promise<void> {
    if (!this.#socket || this.#socket.getBufferedAmount() === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#whenDrained ??= []
      this.#whenDrained.push(resolve)
    })
  }

  close(code: number): void {
    if (this.#state.name === 'closing') return
    if (code === closes.flood) this.#needs.onFlood(this)
    this.#state = { name: 'closing', sinceMs: this.#needs.steadyMs() }
    this.#socket?.close(code)
  }

  /** Ends what is past its time; call it once a second. */
  checkDeadlines(now: number): void {
    // Most say nothing for most of the time: what counts as one that has just been made is not kept.
    if (this.#meter?.isCalm(this.#needs.rate, now)) this.#meter = null
    const socket = this.#socket
    if (!socket) return
    if (this.#state.name === 'closing') {
      if (now - this.#state.sinceMs > CLOSING_MS) socket.terminate()
    } else if (this.#state.name === 'greeting') {
      // Who has said hello waits for us: in a crowd its turn may be later than that, and a crowd sent away comes back.
      if (!this.#state.taken && now - this.#state.sinceMs > limits.helloMs) this.close(closes.silent)
    } else if (now - this.#lastCommandMs > limits.silentMs) this.close(closes.silent)
    else {
      this.#progress = progressOf(this.#progress, socket.getBufferedAmount(), now)
      if (isStuck(this.#progress, now)) socket.terminate()
    }
  }

  onOpen(socket: Socket): void {
    this.#socket = socket
  }

  onText(text: string): void {
    if (this.#state.name !== 'closing') this.#needs.onText(this, text)
  }

  onDrain(): void {
    if (this.#socket?.getBufferedAmount() === 0) this.#settleDrained()
  }

  // Transport pings prove nothing here: they may lie between the fragments of an unfinished frame. But each costs (T-64).
  onPing(): void {
    this.#countControl()
  }

  onPong(): void {
    this.#countControl()
  }

  onClose(code: number): void {
    this.#socket = null
    this.#settleDrained()
    this.#needs.onEnd(this, code)
  }

  #countControl(): void {
    if (this.meter.floods(this.#needs.floodPerSecond, this.#needs.steadyMs())) this.close(closes.flood)
  }

  #settleDrained(): void {
    const settle = this.#whenDrained
    this.#whenDrained = null
    for (const resolve of settle ?? []) resolve()
  }
}
