import type { Platform, Unsent } from './platform.ts'
import { uuid } from './random.ts'
import type { Saying } from './room.ts'
import { type Entry, EXPIRY_MS, entryOf, isExpired, type Lane, newLane } from './unsent-entry.ts'

/** A person cannot write so many; a program that does shall notice. */
const MOST_UNSENT = 1_000
/** A broken store must not hold the chat: after this a message is sent though it may not survive a reload. */
const KEEP_MS = 2_000
/** How many finished ids are remembered, so that a late `load` brings none of them back. */
const MOST_FINISHED = 1_000

/** A keep that fails costs the survival of a reload and nothing else. */
const passOver = () => {}

type OutboxNeeds = {
  platform: Platform
  /** Who will be speaking, as far as it is known before the hello. */
  author: string | null
  changed(lane: Lane): void
  /** Something of this lane may be sent now that could not be before. */
  ready(lane: Lane): void
}

/** What one person has written and not sent, by room; and its double in the keep, which outlives the program (P-11). */
export class Outbox {
  readonly lanes = new Map<string, Lane>()
  readonly #needs: OutboxNeeds
  readonly #finished = new Set<string>()
  #author: string | null
  /** What the keep holds of this author is in the lanes; before that nothing is sent, for it would overtake. */
  #loaded = false
  #lastWrittenMs = 0
  #stopExpiry = () => {}

  constructor(needs: OutboxNeeds) {
    this.#needs = needs
    this.#author = needs.author
  }

  get author(): string | null {
    return this.#author
  }

  get loaded(): boolean {
    return this.#loaded
  }

  add(room: string, body: string, extra: Saying = {}): string {
    if (this.#count >= MOST_UNSENT) throw new RangeError(`more than ${MOST_UNSENT} unsent messages`)
    const cid = extra.cid ?? uuid(this.#needs.platform)
    if (!this.#find(cid).entry) this.#append(this.#laneOf(room), this.#unsent(room, body, { ...extra, cid }))
    return cid
  }

  /** What a restored log has lost waits for a person; where there are too many, the others are lost as they are anyway. */
  recover(room: string, body: string, extra: Saying & { cid: string }) {
    if (this.#count >= MOST_UNSENT || this.#find(extra.cid).entry) return
    this.#append(this.#laneOf(room), { ...this.#unsent(room, body, extra), failed: { code: 'restored' } })
  }

  /** `epochOf`: of the log of a room, as it is shown. */
  resend(cid: string, epochOf: (room: string) => string | null) {
    const { lane, entry } = this.#find(cid)
    if (!lane || entry?.state.name !== 'failed') return
    const { failed, ...kept } = entry.unsent
    const { re: _, epoch, ...bare } = kept
    const isLost = failed?.code === 'restored' && epoch !== epochOf(lane.room)
    const unsent = isLost ? bare : kept
    this.take(lane, entry)
    // What was refused because of its id would be refused again; any other keeps its id, for it may be stored already.
    const another = failed?.code === 'client_id_conflict' ? uuid(this.#needs.platform) : cid
    if (another !== cid) this.forget(cid)
    this.#append(lane, { ...unsent, cid: another, writtenMs: this.#writtenMs() })
  }

  discard(cid: string) {
    const { lane, entry } = this.#find(cid)
    if (!lane || !entry) return
    this.finish(lane, entry)
    this.changed(lane)
  }

  /** T-81: what another has written leaves the memory; the keep holds it until its author is back. */
  speakAs(author: string) {
    if (author === this.#author) return
    const left = this.#author === null ? [] : [...this.lanes.values()]
    this.#author = author
    this.#loaded = false
    for (const lane of left) {
      lane.patience?.stop()
      lane.entries = []
      this.lanes.delete(lane.room)
      this.changed(lane)
    }
    for (const lane of this.lanes.values())
      for (const entry of lane.entries) {
        entry.unsent = { ...entry.unsent, author }
        this.keep(lane, entry)
      }
  }

  /** Takes over what the keep has: of an earlier run, and of tabs that are gone. */
  load() {
    const author = this.#author
    if (author === null) return
    const proceed = () => {
      stopClock()
      if (author !== this.#author) return
      this.#loaded = true
      for (const lane of this.lanes.values()) this.#needs.ready(lane)
    }
    const stopClock = this.#needs.platform.after(KEEP_MS, proceed)
    this.#needs.platform.keep
      .load(author)
      .then((found) => this.#adopt(author, found))
      .then(proceed, proceed)
  }

  /** P-11: written down first, sent then. */
  keep(lane: Lane, entry: Entry) {
    entry.kept = false
    this.#finished.delete(entry.unsent.cid)
    const proceed = () => {
      stopClock()
      if (entry.kept) return
      entry.kept = true
      this.#needs.ready(lane)
    }
    const stopClock = this.#needs.platform.after(KEEP_MS, proceed)
    this.#needs.platform.keep.put(entry.unsent).then(proceed, proceed)
  }

  /** It waits for a person from now on. */
  fail(lane: Lane, entry: Entry, code: string, untilMs?: number) {
    if (!lane.entries.includes(entry)) return
    entry.state = { name: 'failed' }
    entry.unsent = { ...entry.unsent, failed: { code, ...(untilMs === undefined ? {} : { untilMs }) } }
    if (entry.unsent.author !== '') this.#needs.platform.keep.put(entry.unsent).catch(passOver)
  }

  expire(lane: Lane) {
    const nowMs = this.#needs.platform.nowMs()
    const old = lane.entries.filter(({ state, unsent }) => state.name === 'waiting' && isExpired(unsent, nowMs))
    for (const entry of old) this.fail(lane, entry, 'expired')
    if (old.length > 0) this.changed(lane)
  }

  /** P-21: an answer to a message of another log could be an answer to another message. */
  restore(lane: Lane, epoch: string) {
    const old = lane.entries.filter(
      ({ state, unsent }) => state.name === 'waiting' && unsent.re !== undefined && (unsent.epoch ?? epoch) !== epoch,
    )
    for (const entry of old) this.fail(lane, entry, 'restored')
    if (old.length > 0) this.changed(lane)
  }

  finish(lane: Lane, entry: Entry) {
    this.take(lane, entry)
    this.forget(entry.unsent.cid)
  }

  take(lane: Lane, entry: Entry) {
    lane.entries = lane.entries.filter((other) => other !== entry)
  }

  /** It is stored, or not wanted any more: nothing brings it back. */
  forget(cid: string) {
    this.#finished.add(cid)
    const [oldest] = this.#finished
    if (this.#finished.size > MOST_FINISHED && oldest !== undefined) this.#finished.delete(oldest)
    this.#needs.platform.keep.remove(cid).catch(passOver)
  }

  changed(lane: Lane) {
    this.#watchExpiry()
    this.#needs.changed(lane)
  }

  /** The program may end: no timer is left. What is waiting expires when it is to be sent, at the latest. */
  rest() {
    this.#stopExpiry()
  }

  get #count(): number {
    let count = 0
    for (const { entries } of this.lanes.values()) count += entries.length
    return count
  }

  #unsent(room: string, body: string, extra: Saying & { cid: string }): Unsent {
    return { ...extra, author: this.#author ?? '', room, body, writtenMs: this.#writtenMs() }
  }

  #append(lane: Lane, unsent: Unsent) {
    const entry = entryOf(unsent, 'written')
    lane.entries.push(entry)
    if (unsent.author !== '') this.keep(lane, entry)
    this.changed(lane)
  }

  #adopt(author: string, found: readonly Unsent[]) {
    if (author !== this.#author) return
    const touched = new Set<Lane>()
    for (const unsent of found) {
      if (unsent.author !== author || this.#finished.has(unsent.cid) || this.#find(unsent.cid).entry) continue
      const lane = this.#laneOf(unsent.room)
      const later = lane.entries.findIndex(({ adopted }) => !adopted)
      lane.entries.splice(later < 0 ? lane.entries.length : later, 0, entryOf(unsent, 'adopted'))
      touched.add(lane)
    }
    for (const lane of touched) {
      this.#stampAgain(lane)
      this.changed(lane)
    }
  }

  /** What this run has written comes after what it took over, in the next run as well, whatever the clock said (P-2, P-18). */
  #stampAgain(lane: Lane) {
    const nowMs = this.#needs.platform.nowMs()
    const earlier = lane.entries.filter(({ adopted, unsent }) => adopted && !isExpired(unsent, nowMs))
    const newestMs = Math.max(...earlier.map(({ unsent }) => unsent.writtenMs))
    this.#lastWrittenMs = Math.max(this.#lastWrittenMs, newestMs)
    const own = lane.entries.filter(({ adopted, state }) => !adopted && state.name === 'waiting')
    if (own.every(({ unsent }) => unsent.writtenMs > newestMs)) return
    for (const entry of own) {
      entry.unsent = { ...entry.unsent, writtenMs: this.#writtenMs() }
      this.keep(lane, entry)
    }
  }

  #watchExpiry() {
    this.#stopExpiry()
    let firstMs = Number.POSITIVE_INFINITY
    for (const { entries } of this.lanes.values())
      for (const { state, unsent } of entries)
        if (state.name === 'waiting') firstMs = Math.min(firstMs, unsent.writtenMs + EXPIRY_MS)
    if (firstMs === Number.POSITIVE_INFINITY) return
    this.#stopExpiry = this.#needs.platform.after(Math.max(0, firstMs - this.#needs.platform.nowMs()), () => {
      for (const lane of this.lanes.values()) this.expire(lane)
      this.#watchExpiry()
    })
  }

  /** No two are written at one time, so that a keep can give them back in their order. */
  #writtenMs(): number {
    this.#lastWrittenMs = Math.max(this.#needs.platform.nowMs(), this.#lastWrittenMs + 1)
    return this.#lastWrittenMs
  }

  #find(cid: string): { lane?: Lane; entry?: Entry } {
    for (const lane of this.lanes.values()) {
      const entry = lane.entries.find(({ unsent }) => unsent.cid === cid)
      if (entry) return { lane, entry }
    }
    return {}
  }

  #laneOf(room: string): Lane {
    const lane = this.lanes.get(room) ?? newLane(room)
    this.lanes.set(room, lane)
    return lane
  }
}
