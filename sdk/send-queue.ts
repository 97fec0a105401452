import type { RefusalBody } from '#protocol/refusals.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { type Answer, passes } from './answer.ts'
import { repeatMs } from './backoff.ts'
import type { Connection } from './connection.ts'
import { Outbox } from './outbox.ts'
import type { Platform } from './platform.ts'
import type { Outgoing, Saying } from './room.ts'
import { type Entry, type Lane, outgoingOf, saidOf } from './unsent-entry.ts'

const FIRST_REPEAT_MS = 300
/** Who is asked to wait longer decides for itself: what was written after it shall not wait so long. */
const MOST_PATIENCE_MS = 60_000
/** A page that was reloaded may be seen as living for a moment after its end, and its messages as held by it. */
const SECOND_LOOK_MS = 2_000

type QueueNeeds = {
  platform: Platform
  connection: Pick<Connection, 'ask' | 'online'>
  /** Who will be speaking, as far as it is known before the hello. */
  author: string | null
  /** The unsent messages of this room changed. */
  changed(room: string): void
  /** How far the room is shown; null where nobody looks at it. */
  view(room: string): { epoch: string | null; cursor: number } | null
  /** Something waits for this room: only who is in it may post, so it has to be joined, though nobody may look at it. */
  reach(room: string): void
  /** Nothing waits for this room any more. */
  done(room: string): void
}

const isFinal = (refusal: RefusalBody): boolean =>
  !passes(refusal) || (refusal.code === 'rate_limited' && (refusal.retry_after_ms ?? 0) > MOST_PATIENCE_MS)

type Posted = { seq: number; epoch: string }
type Joined = { id: string; epoch: string }

/**
 * Sends what is in the outbox: each room's in order, one at a time, again and again with the same cid (P-2, P-5), and
 * lets it go in the turn in which its event is shown (P-11).
 */
export class SendQueue {
  readonly #needs: QueueNeeds
  readonly #outbox: Outbox
  /** The rooms that are joined on this connection. */
  readonly #joined = new Map<string, Joined>()
  #stopSecondLook = () => {}

  constructor(needs: QueueNeeds) {
    this.#needs = needs
    this.#outbox = new Outbox({
      platform: needs.platform,
      author: needs.author,
      changed: (lane) => this.#changed(lane),
      ready: (lane) => this.#pump(lane),
    })
  }

  of(room: string): Outgoing[] {
    const lane = this.#outbox.lanes.get(room)
    return lane ? outgoingOf(lane) : []
  }

  post(room: string, body: string, extra?: Saying): string {
    return this.#outbox.add(room, body, this.#dated(room, extra))
  }

  recover(room: string, body: string, extra: Saying & { cid: string }) {
    this.#outbox.recover(room, body, this.#dated(room, extra))
  }

  resend(cid: string) {
    this.#outbox.resend(cid, (room) => this.#epochOf(room))
  }

  discard(cid: string) {
    this.#outbox.discard(cid)
  }

  /** Takes over what the runs before have left, before there is a line: what is written now comes after it (P-2). */
  start() {
    this.#outbox.load()
  }

  /** The hello was answered: `author` is who speaks from now on. */
  online(author: string) {
    this.#outbox.speakAs(author)
    this.#outbox.load()
    this.#stopSecondLook()
    this.#stopSecondLook = this.#needs.platform.after(SECOND_LOOK_MS, () => this.lookAgain())
  }

  offline() {
    this.#stopSecondLook()
  }

  /** Stopped on purpose. */
  rest() {
    this.#outbox.rest()
  }

  /** Takes over what a tab that is gone meanwhile has left. Call it now and then. */
  lookAgain() {
    this.#outbox.load()
  }

  /** The room of this name is joined on this connection. */
  joined(room: string, at: Joined) {
    this.#joined.set(room, at)
    const lane = this.#outbox.lanes.get(room)
    if (lane) this.#pump(lane)
  }

  /** It is not joined any more. */
  away(room: string) {
    this.#joined.delete(room)
  }

  /** Whether something of this room is still to be sent, or on its way. */
  isBusy(room: string): boolean {
    const lane = this.#outbox.lanes.get(room)
    return lane !== undefined && (lane.travels !== null || lane.entries.some(({ state }) => state.name === 'waiting'))
  }

  /** The room of this name cannot be entered: what was written for it waits for a person. */
  unreachable(room: string, code: string) {
    const lane = this.#outbox.lanes.get(room)
    if (!lane) return
    for (const entry of lane.entries) if (entry.state.name === 'waiting') this.#outbox.fail(lane, entry, code)
    this.#outbox.changed(lane)
  }

  /** These events were just shown, or the room was left: own ones among them are unsent no longer. */
  shown(room: string, events: readonly RoomEvent[]) {
    const lane = this.#outbox.lanes.get(room)
    if (!lane || lane.entries.length === 0) return
    const own = new Set(events.filter((event) => this.#isOwn(event)).map(({ cid }) => cid))
    const before = lane.entries
    for (const entry of before) {
      if (own.has(entry.unsent.cid)) this.#outbox.finish(lane, entry)
      else if (entry.state.name === 'stored') this.#compare(lane, entry, entry.state)
    }
    if (lane.entries !== before) this.#outbox.changed(lane)
  }

  #epochOf(room: string): string | null {
    return this.#needs.view(room)?.epoch ?? null
  }

  /** A number is one of its log only (P-21). */
  #dated<S extends Saying | undefined>(room: string, extra: S): S {
    const epoch = this.#epochOf(room)
    return extra?.re === undefined || epoch === null ? extra : { epoch, ...extra }
  }

  #isOwn(event: RoomEvent): boolean {
    return event.type === 'message.posted' && event.by.id === this.#outbox.author
  }

  /** Lets go of what is shown; sends again what a restored log may have lost (P-21). */
  #compare(lane: Lane, entry: Entry, { seq, epoch }: Posted) {
    const view = this.#needs.view(lane.room)
    if (!view || (view.epoch === epoch && seq <= view.cursor)) return this.#outbox.take(lane, entry)
    if (view.epoch === null || view.epoch === epoch) return
    entry.state = { name: 'waiting' }
    lane.entries = [...lane.entries]
    this.#outbox.keep(lane, entry)
  }

  #pump(lane: Lane) {
    if (!this.#outbox.loaded || !this.#needs.connection.online || lane.travels || lane.patience) return
    this.#outbox.expire(lane)
    const room = this.#joined.get(lane.room)
    if (room) this.#outbox.restore(lane, room.epoch)
    const entry = lane.entries.find(({ state }) => state.name === 'waiting')
    if (!entry?.kept) return
    if (room === undefined) return this.#needs.reach(lane.room)
    lane.travels = entry
    entry.state = { name: 'sending' }
    this.#outbox.changed(lane)
    this.#needs.connection.ask('message.post', { room: room.id, ...saidOf(entry.unsent) }, (answer) =>
      this.#answered(lane, entry, answer),
    )
  }

  #answered(lane: Lane, entry: Entry, answer: Answer<Posted>) {
    lane.travels = null
    const isListed = lane.entries.includes(entry)
    if (entry.state.name === 'sending') entry.state = { name: 'waiting' }
    if (answer.name === 'ok') this.#stored(lane, entry, answer.reply)
    else if (answer.name === 'no' && isFinal(answer.refusal)) this.#fail(lane, entry, answer.refusal)
    else if (answer.name !== 'lost') this.#wait(lane, answer)
    if (isListed) this.#outbox.changed(lane)
    this.#pump(lane)
    if (!this.isBusy(lane.room)) this.#needs.done(lane.room)
  }

  #stored(lane: Lane, entry: Entry, { seq, epoch }: Posted) {
    lane.tries = 0
    this.#outbox.forget(entry.unsent.cid)
    entry.state = { name: 'stored', seq, epoch }
    const view = this.#needs.view(lane.room)
    if (!view || (view.epoch === epoch && seq <= view.cursor)) this.#outbox.take(lane, entry)
  }

  #fail(lane: Lane, entry: Entry, { code, retry_after_ms: waitMs }: RefusalBody) {
    this.#outbox.fail(lane, entry, code, waitMs === undefined ? undefined : this.#needs.platform.nowMs() + waitMs)
  }

  #wait(lane: Lane, answer: Answer<unknown>) {
    const { platform } = this.#needs
    const { code, retry_after_ms: askedMs } = answer.name === 'no' ? answer.refusal : { code: undefined }
    const ms = repeatMs(askedMs, lane.tries++, FIRST_REPEAT_MS, platform)
    const stop = platform.after(ms, () => {
      lane.patience = null
      this.#pump(lane)
    })
    lane.patience = { untilMs: platform.nowMs() + ms, code, stop }
  }

  #changed(lane: Lane) {
    this.#needs.changed(lane.room)
    if (!this.isBusy(lane.room)) this.#needs.done(lane.room)
  }
}
