import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { encryptFor } from './encrypt.ts'
import type { Answered, Post } from './guarded-post.ts'
import { findOccasion, type Occasion, type Span } from './occasion.ts'
import { readPushAddress } from './push-address.ts'
import { noteOf, topicOf } from './push-note.ts'
import { dropEndpoint, findSubscriptions, type Known, noteFailure, noteSuccess } from './push-store.ts'
import { SlowPeople } from './slow-people.ts'

/**
 * Jobs that are worked on at once: hardly more than a socket each, and one a person. What else there is of that person, and of people
 * whose addresses give no answer, is worked on beside all others (T-74).
 */
const AT_ONCE = 32
const SLOW_AT_ONCE = 4
/** Jobs that may wait: above it the oldest are left out (HOUSE-12). */
const MOST_WAITING = 5_000
/** A push that passes with time is sent so often, at the most. */
const MOST_TRIES = 4
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 10 * 60_000
/** A push service keeps a push so long for a device that is off: who comes back after a day reads the page. */
const TTL_S = 24 * 3_600

/** Somebody to be told. `endpoint`: only this browser of theirs, for the time after `tries`. */
type Job = Span & { endpoint: string | null; tries: number }

type Lane = { readonly atOnce: number; waiting: Job[]; working: number }

export type SenderNeeds = {
  storage: RoomStorage
  /** An edit that is not durable yet may never have been: nobody is told (P-4). */
  log: Pick<EventLog, 'unsettled'>
  clock: Clock
  post: Post
  allowPrivate: boolean
  /** The Authorization header for a push service (vapid.ts). */
  authorize(origin: string): string
  /** `status` is 0 where there was no answer. No address: whoever has it can push (threats.md 9). */
  onFailure(status: number): void
  onError(error: unknown): void
}

/** Sends what is to be told, a few at a time, and tries again what passes with time. */
export class PushSender {
  readonly #needs: SenderNeeds
  readonly #lane: Lane = { atOnce: AT_ONCE, waiting: [], working: 0 }
  readonly #slowLane: Lane = { atOnce: SLOW_AT_ONCE, waiting: [], working: 0 }
  readonly #slow: SlowPeople
  /** In the lane of all. */
  readonly #served = new Set<string>()
  #retries = new Set<() => void>()
  #stopped = false
  #idle: (() => void)[] = []

  constructor(needs: SenderNeeds) {
    this.#needs = needs
    this.#slow = new SlowPeople(needs.clock.steadyMs)
  }

  send(span: Span): void {
    this.#add({ ...span, endpoint: null, tries: 0 })
  }

  stop(): void {
    this.#stopped = true
    for (const lane of [this.#lane, this.#slowLane]) lane.waiting = []
    for (const stop of this.#retries) stop()
  }

  /** Resolves when nothing is under way; what waits for its time is. */
  settled(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => void this.#idle.push(resolve))
  }

  #isIdle(): boolean {
    return this.#lane.working + this.#slowLane.working === 0
  }

  #add(job: Job): void {
    this.#enter(this.#slow.has(job.principalId) ? this.#slowLane : this.#lane, job)
  }

  #enter(lane: Lane, job: Job): void {
    if (this.#stopped) return
    lane.waiting.push(job)
    if (lane.waiting.length > MOST_WAITING) lane.waiting.shift()
    if (lane.working < lane.atOnce) void this.#work(lane)
  }

  async #work(lane: Lane): Promise<void> {
    lane.working++
    for (let job = lane.waiting.shift(); job; job = lane.waiting.shift()) {
      const { principalId } = job
      if (lane === this.#slowLane) await this.#do(job, lane).catch(this.#needs.onError)
      else if (this.#served.has(principalId) || this.#slow.has(principalId)) this.#enter(this.#slowLane, job)
      else {
        this.#served.add(principalId)
        await this.#do(job, lane).catch(this.#needs.onError)
        this.#served.delete(principalId)
      }
    }
    lane.working--
    if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #do(job: Job, lane: Lane): Promise<void> {
    const { log, storage } = this.#needs
    const { read } = storage
    const all = await findSubscriptions(read, job.principalId)
    for (const { endpoint } of all) {
      if (job.endpoint !== null && job.endpoint !== endpoint) continue
      // The one before gave no answer: its other addresses hold up nobody else.
      if (lane === this.#lane && this.#slow.has(job.principalId)) {
        this.#enter(this.#slowLane, { ...job, endpoint })
        continue
      }
      // Both anew for each, at the moment of sending: the one before may have taken seconds (T-7).
      const occasion = await log.unsettled.whenSettled(job.roomId, () => findOccasion(read, job))
      const subscription = (await findSubscriptions(read, job.principalId)).find((one) => one.endpoint === endpoint)
      if (!occasion || this.#stopped) return
      if (subscription) await this.#sendTo(subscription, occasion, job)
    }
  }

  async #sendTo(subscription: Known, occasion: Occasion, job: Job): Promise<void> {
    const answer = await this.#post(subscription, occasion)
    const { endpoint, failures } = subscription
    const { write } = this.#needs.storage
    if (answer.status >= 200 && answer.status < 300) {
      // A push costs a commit only where it mends something.
      if (failures > 0) await write(({ sql }) => noteSuccess(sql, endpoint))
      return
    }
    this.#needs.onFailure(answer.status)
    if (answer.status === 0) this.#slow.note(job.principalId)
    if (answer.status === 404 || answer.status === 410) return write(({ sql }) => dropEndpoint(sql, endpoint))
    if (mayPass(answer.status) && job.tries + 1 < MOST_TRIES) return this.#retry({ ...job, endpoint }, answer)
    return write(({ sql }) => noteFailure(sql, endpoint))
  }

  async #post(subscription: Known, occasion: Occasion): Promise<Answered> {
    const { post, authorize, allowPrivate } = this.#needs
    const url = readPushAddress(subscription.endpoint, { allowPrivate })
    // It was stored under other settings.
    if (!url) return { status: 0, retryAfterMs: null }
    const note = noteOf(occasion, subscription)
    const urgent = occasion.room.chat || occasion.reasons.some(({ forMe }) => forMe)
    const headers = {
      TTL: String(TTL_S),
      Topic: topicOf(occasion.room.id, subscription.auth),
      Urgency: urgent ? 'high' : 'normal',
      'Content-Encoding': 'aes128gcm',
      'Content-Type': 'application/octet-stream',
      Authorization: authorize(url.origin),
    }
    const sealed = encryptFor(subscription, Buffer.from(JSON.stringify(note)))
    return post(url, headers, sealed).catch(() => ({ status: 0, retryAfterMs: null }))
  }

  #retry(job: Job, { retryAfterMs }: Answered): void {
    const { clock } = this.#needs
    const ownMs = FIRST_RETRY_MS * 4 ** job.tries
    const ms = Math.min(LONGEST_RETRY_MS, Math.max(ownMs, retryAfterMs ?? 0))
    // As bounded as what waits: of a service that is down for hours not every push is kept.
    if (this.#retries.size >= MOST_WAITING) return
    const stop = clock.after(ms, () => {
      this.#retries.delete(stop)
      this.#add({ ...job, tries: job.tries + 1 })
    })
    this.#retries.add(stop)
  }
}

/** Too many, or a fault of theirs, or no answer: later it may work. */
const mayPass = (status: number): boolean => status === 0 || status === 429 || status >= 500
