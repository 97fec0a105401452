import { mayReturn } from '#protocol/closes.ts'
import type { CommandInput, CommandName, CommandReply, PushFrame } from '#protocol/index.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import { type Answer, passes } from './answer.ts'
import { reconnectMs } from './backoff.ts'
import { Link } from './link.ts'
import type { Platform } from './platform.ts'
import type { Status } from './status.ts'

/** Online for this long, a loss is a new one and the next return is quick again. */
const STEADY_MS = 10_000
/** The server's heartbeat comes every 25 s: where it does not, it is asked whether it is there. */
const QUIET_BEATS = 1.1
/** Whoever could not even ask, for the device slept, needs no answer to know. */
const DEAD_BEATS = 2.4
const RESTARTING = 4503

type ConnectionNeeds = {
  platform: Platform
  url: string
  hello: CommandInput<'hello'>
  changed(status: Status): void
  push(frame: PushFrame): void
}

type Why = 'lost' | 'restarting' | 'busy'

/** Says hello, answers the server's heartbeat, and comes back whenever the line is lost, until it is told to stay away. */
export class Connection {
  readonly #needs: ConnectionNeeds
  #status: Status = { name: 'stopped', code: 1000 }
  /** There is one while connecting, online, and after a goaway until the last answers are in. */
  #link: Link | null = null
  #stopWaiting = () => {}
  #attempt = 0
  #onlineMs = 0

  constructor(needs: ConnectionNeeds) {
    this.#needs = needs
  }

  get status(): Status {
    return this.#status
  }

  get online(): boolean {
    return this.#status.name === 'online'
  }

  start() {
    if (this.#status.name !== 'stopped') return
    this.#attempt = 0
    this.#connect(undefined)
  }

  stop() {
    this.#rest({ name: 'stopped', code: 1000 })
  }

  retryNow() {
    const status = this.#status
    // A try that is under way may have gone out to a network that is no longer there.
    if (status.name === 'waiting' || status.name === 'connecting') this.#connect(status.lostMs)
    else if (this.#link && this.online && this.#link.waiting === 0) this.#prove(this.#link)
  }

  /** Asks where online, and answers `lost` at once where not. `answered` is called exactly once. */
  ask<C extends CommandName>(name: C, input: CommandInput<C>, answered: (answer: Answer<CommandReply<C>>) => void) {
    const link = this.#link
    if (!link || !this.online) return answered({ name: 'lost' })
    link.ask(name, input, (answer) => {
      answered(answer)
      this.#drained(link)
    })
  }

  #change(status: Status) {
    this.#status = status
    this.#needs.changed(status)
  }

  #connect(lostMs: number | undefined) {
    this.#stopWaiting()
    this.#link?.drop()
    const { platform, url } = this.#needs
    const link: Link = new Link({
      platform,
      url,
      opened: () => link.ask('hello', this.#needs.hello, (answer) => this.#greeted(link, lostMs, answer)),
      push: (frame) => this.#push(link, frame),
      quiet: () => this.#prove(link),
      ended: (code) => this.#ended(link, code),
    })
    this.#link = link
    this.#change(lostMs === undefined ? { name: 'connecting' } : { name: 'connecting', lostMs })
  }

  #greeted(link: Link, lostMs: number | undefined, answer: Answer<CommandReply<'hello'>>) {
    if (link !== this.#link || answer.name === 'lost') return
    if (answer.name === 'ok') {
      const { heartbeat_ms: beatMs } = answer.reply
      link.expectWithin(beatMs * QUIET_BEATS, beatMs * DEAD_BEATS)
      this.#onlineMs = this.#needs.platform.nowMs()
      return this.#change({ name: 'online', welcome: answer.reply })
    }
    if (answer.name === 'no' && !passes(answer.refusal) && answer.refusal.code !== 'internal')
      return this.#rest({ name: 'stopped', code: 0, refusal: answer.refusal.code })
    this.#link = null
    link.drop()
    this.#refusedForNow(lostMs, answer.name === 'no' ? answer.refusal : null)
  }

  #refusedForNow(lostMs: number | undefined, refusal: RefusalBody | null) {
    const ms = reconnectMs(this.#attempt++, this.#needs.platform)
    this.#wait(lostMs, (refusal?.retry_after_ms ?? 0) + ms, 'busy')
  }

  #push(link: Link, frame: PushFrame) {
    if (link !== this.#link) return
    if (frame[1] === 'goaway') return this.#sentAway(link, frame[2].after_ms)
    if (frame[1] === 'heads') this.#prove(link)
    this.#needs.push(frame)
  }

  /** A heartbeat, so that the server sees a living client, and so that a dead line is found within 10 s. */
  #prove(link: Link) {
    link.ask('heartbeat', {}, () => this.#drained(link))
  }

  /** P-17: nothing new is asked, and what was asked is answered, before the server goes. */
  #sentAway(link: Link, afterMs: number) {
    if (!this.online) return
    this.#attempt = 0
    this.#wait(undefined, afterMs, 'restarting')
    this.#drained(link)
  }

  #drained(link: Link) {
    if (link !== this.#link || this.#status.name !== 'waiting' || link.waiting > 0) return
    this.#link = null
    link.drop()
  }

  #ended(link: Link, code: number) {
    if (link !== this.#link) return
    this.#link = null
    if (!mayReturn(code)) return this.#rest({ name: 'stopped', code })
    const status = this.#status
    if (status.name === 'waiting') return
    if (status.name === 'online' && this.#needs.platform.nowMs() - this.#onlineMs >= STEADY_MS) this.#attempt = 0
    const lostMs = status.name === 'connecting' ? status.lostMs : undefined
    const ms = reconnectMs(this.#attempt++, this.#needs.platform)
    this.#wait(lostMs, ms, code === RESTARTING ? 'restarting' : 'lost')
  }

  #wait(lostMs: number | undefined, ms: number, why: Why) {
    const { platform } = this.#needs
    const nowMs = platform.nowMs()
    const sinceMs = lostMs ?? nowMs
    this.#stopWaiting()
    this.#stopWaiting = platform.after(ms, () => this.#connect(sinceMs))
    this.#change({ name: 'waiting', lostMs: sinceMs, retryAtMs: nowMs + ms, why })
  }

  #rest(status: Status & { name: 'stopped' }) {
    this.#stopWaiting()
    const link = this.#link
    this.#link = null
    this.#change(status)
    link?.drop()
  }
}
