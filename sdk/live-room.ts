import type { CommandInput, CommandReply } from '#protocol/index.ts'
import type { EarlierBody, SomeLines, StoredReply } from '#protocol/messages.ts'
import type { Named, PeoplePush } from '#protocol/people.ts'
import type { EventsPush, RoomEvent, RoomInfo } from '#protocol/rooms.ts'
import type { TypingPush } from '#protocol/typing.ts'
import { type Answer, passes } from './answer.ts'
import { askOnce } from './ask-once.ts'
import { repeatMs } from './backoff.ts'
import type { Connection } from './connection.ts'
import { pageAsOf } from './page-as-of.ts'
import type { Platform } from './platform.ts'
import { knownLines, readPage } from './read-page.ts'
import { Disconnected } from './refused.ts'
import type { HistoryPage, HistoryPlace, Outgoing, Room, RoomListener, Saying } from './room.ts'
import { RoomChanges } from './room-changes.ts'
import { RoomLog } from './room-log.ts'
import { RoomTyping } from './room-typing.ts'
import type { SendQueue } from './send-queue.ts'
import { tell } from './tell.ts'

/** A tick of a large room may hold events back for a second, so a head that is higher proves nothing before this. */
const HEAD_GRACE_MS = 1_500
/** While pages of a resume travel. P-10 leaves 30 s, of which the wait for the heads takes 25. */
const PAGE_GRACE_MS = 4_000
const FIRST_REPEAT_MS = 1_000

type RoomNeeds = {
  platform: Platform
  connection: Connection
  queue: SendQueue
  name: string
  /** More missed events than this are not fetched one by one: there is a snapshot instead. */
  most: number
}

/** `errand`: nobody looks at it; it is joined until what was written for it is sent. */
type Purpose = 'shown' | 'errand' | 'none'

/** `resting`: not online, or left. `pausing`: asks again after a while. */
type Step = 'resting' | 'asking' | 'live' | 'pausing' | 'refused'

/** A room as its reader has it: opens it, joins it after every hello, and finds what is missing. */
export class LiveRoom implements Room {
  readonly #needs: RoomNeeds
  readonly #log = new RoomLog()
  readonly #changes: RoomChanges
  readonly #typing: RoomTyping
  /** With each: whether it has had its snapshot. */
  readonly #listeners = new Map<RoomListener, boolean>()
  #info: RoomInfo | null = null
  #purpose: Purpose = 'none'
  #step: Step = 'resting'
  #refusedFor = ''
  /** Grows with every attempt, so that a late answer to an older one is known. */
  #attempt = 0
  /** Attempts to mend since the cursor last moved. */
  #vain = { cursor: -1, tries: 0 }
  #stopTimer = () => {}

  constructor(needs: RoomNeeds) {
    this.#needs = needs
    this.#changes = new RoomChanges(needs)
    const changed = (typists: readonly Named[]) => this.#tell((listener) => listener.typing?.(typists))
    this.#typing = new RoomTyping({ ...needs, changed })
  }

  get name(): string {
    return this.#needs.name
  }

  get info(): RoomInfo | null {
    return this.#info
  }

  get outgoing(): readonly Outgoing[] {
    return this.#needs.queue.of(this.name)
  }

  /** How far this room is shown; null where nobody looks. */
  get view(): { epoch: string | null; cursor: number } | null {
    return this.#purpose === 'shown' && this.#step !== 'refused'
      ? { epoch: this.#log.epoch, cursor: this.#log.cursor }
      : null
  }

  listen(listener: RoomListener): () => void {
    this.#listeners.set(listener, false)
    if (this.#step === 'refused') this.#tell((one) => one === listener && one.refused?.(this.#refusedFor))
    if (this.#log.epoch !== null) {
      this.#log.forget()
      if (this.#step === 'live' || this.#step === 'asking') this.#enter()
    }
    return () => this.#listeners.delete(listener)
  }

  post(body: string, extra?: Saying): string {
    this.#typing.set(false)
    return this.#needs.queue.post(this.name, body, extra)
  }

  resend(cid: string) {
    this.#needs.queue.resend(cid)
  }

  discard(cid: string) {
    this.#needs.queue.discard(cid)
  }

  async history(where: HistoryPlace, limit?: number): Promise<HistoryPage> {
    const page = await readPage(this.#needs.connection, this.#openId, where, limit)
    this.#needs.queue.shown(this.name, page.lines)
    return page
  }

  async get(messages: readonly number[]): Promise<SomeLines> {
    const asked = { room: this.#openId, messages: [...messages] }
    return knownLines(await askOnce(this.#needs.connection, 'message.get', asked))
  }

  async pins(): Promise<SomeLines> {
    return knownLines(await askOnce(this.#needs.connection, 'room.pins', { room: this.#openId }))
  }

  async edits(message: number): Promise<readonly EarlierBody[]> {
    return (await askOnce(this.#needs.connection, 'message.edits', { room: this.#openId, message })).edits
  }

  edit(message: number, body: string, mentions?: readonly string[]): Promise<StoredReply> {
    const words = { message, body, ...(mentions && { mentions: [...mentions] }) }
    return this.#changes.ask((at, done) => this.#needs.connection.ask('message.edit', { ...at, ...words }, done))
  }

  erase(message: number, how: 'recall' | 'delete'): Promise<StoredReply> {
    return this.#changes.ask((at, done) => this.#needs.connection.ask('message.erase', { ...at, message, how }, done))
  }

  react(message: number, kind: string, on: boolean): Promise<StoredReply> {
    const reaction = { message, kind, on }
    return this.#changes.ask((at, done) => this.#needs.connection.ask('message.react', { ...at, ...reaction }, done))
  }

  pin(message: number, on: boolean): Promise<StoredReply> {
    return this.#changes.ask((at, done) => this.#needs.connection.ask('message.pin', { ...at, message, on }, done))
  }

  typing(on: boolean) {
    this.#typing.set(on)
  }

  leave() {
    if (this.#purpose !== 'shown') return
    this.#typing.set(false)
    this.#typing.away()
    this.#purpose = 'errand'
    this.#log.forget()
    for (const listener of this.#listeners.keys()) this.#listeners.set(listener, false)
    this.#needs.queue.shown(this.name, [])
    if (!this.#needs.queue.isBusy(this.name)) this.endErrand()
  }

  /** What reads asks for the room by its id. Throws `Disconnected` before there is one. */
  get #openId(): string {
    if (!this.#info) throw new Disconnected()
    return this.#info.id
  }

  /** Id of who speaks. */
  get #me(): string | null {
    const { status } = this.#needs.connection
    return status.name === 'online' ? status.welcome.me.id : null
  }

  get isRefused(): boolean {
    return this.#step === 'refused'
  }

  /** Somebody wants to look at it. */
  visit() {
    const isNew = this.#purpose !== 'shown'
    this.#purpose = 'shown'
    if (isNew && this.#step !== 'resting') this.#enter()
    else this.online()
  }

  /** What was written for it wants to be sent. */
  reach() {
    if (this.#purpose === 'none') this.#purpose = 'errand'
    this.online()
  }

  endErrand() {
    if (this.#purpose !== 'errand') return
    this.#purpose = 'none'
    const isIn = this.#step !== 'resting' && this.#step !== 'refused'
    this.#rest()
    if (isIn && this.#info) this.#needs.connection.ask('room.leave', { room: this.#info.id }, () => {})
  }

  /** The hello was answered, or what was refused may be allowed now. */
  online() {
    if (this.#step === 'resting' || this.#step === 'refused') this.#enter()
  }

  offline() {
    if (this.#step !== 'refused') this.#rest()
  }

  isIn(roomId: string): boolean {
    return this.#purpose === 'shown' && this.#info?.id === roomId
  }

  hearEvents(push: EventsPush) {
    if (this.#log.epoch === null) return
    const wasBehind = !this.#log.caughtUp
    const { next, hole } = this.#log.take(push)
    if (next.length > 0 || (wasBehind && this.#log.caughtUp)) this.#show(next)
    if (hole && this.#step === 'live') this.#mend()
  }

  hearTyping(push: TypingPush) {
    this.#typing.hear(push)
  }

  hearPeople(push: PeoplePush) {
    this.#typing.hearPeople(push)
    this.#tell((listener) => listener.people?.(push))
  }

  /** The highest number of the room's log; absent where the server does not have us as a reader of it. */
  hearHead(head: number | undefined) {
    if (this.#step !== 'live' || this.#purpose !== 'shown') return
    const { cursor, caughtUp, target } = this.#log
    if (head === undefined && caughtUp) return this.#mend()
    const goal = head ?? target
    if (goal <= cursor) return
    this.#stopTimer()
    this.#stopTimer = this.#needs.platform.after(caughtUp ? HEAD_GRACE_MS : PAGE_GRACE_MS, () => {
      const pagesCome = !caughtUp && this.#log.cursor > cursor
      if (this.#step === 'live' && this.#log.cursor < goal && !pagesCome) this.#mend()
    })
  }

  tellOutgoing() {
    const entries = this.outgoing
    this.#tell((listener) => listener.outgoing?.(entries))
  }

  #tell(say: (listener: RoomListener) => void) {
    tell(this.#needs.platform, this.#listeners.keys(), say)
  }

  #show(events: readonly RoomEvent[]) {
    const caughtUp = this.#step === 'live' && this.#log.caughtUp
    this.#tell((listener) => this.#listeners.get(listener) && listener.events?.(events, caughtUp))
    this.#typing.hearEvents(events)
    this.#needs.queue.shown(this.name, events)
  }

  #rest() {
    this.#stopTimer()
    this.#attempt++
    this.#vain = { cursor: -1, tries: 0 }
    this.#step = 'resting'
    this.#away()
  }

  #away() {
    this.#needs.queue.away(this.name)
    this.#changes.away()
    this.#typing.away()
  }

  #enter() {
    this.#stopTimer()
    if (this.#purpose === 'none' || !this.#needs.connection.online) return
    this.#step = 'asking'
    const attempt = ++this.#attempt
    const info = this.#info
    if (info) return this.#join(info, attempt)
    this.#needs.connection.ask('room.open', { name: this.name }, (answer) => {
      if (attempt !== this.#attempt) return
      if (answer.name !== 'ok') return this.#turnedAway(answer)
      this.#info = answer.reply.room
      this.#join(answer.reply.room, attempt)
    })
  }

  #join(info: RoomInfo, attempt: number) {
    const { epoch, cursor } = this.#log
    const input: CommandInput<'room.join'> =
      epoch === null ? { room: info.id } : { room: info.id, after: cursor, epoch, most: this.#needs.most }
    this.#needs.connection.ask('room.join', input, (answer) => {
      if (attempt !== this.#attempt) return
      if (answer.name !== 'ok') return this.#turnedAway(answer)
      this.#step = 'live'
      if (this.#purpose === 'shown') this.#joined(info, answer.reply)
      // A listener may have left the room while it was told.
      if (attempt !== this.#attempt) return
      this.#needs.queue.joined(this.name, info.id)
      this.#changes.joined(info.id)
      if (this.#purpose === 'shown') this.#typing.joined(info.id)
    })
  }

  #joined(room: RoomInfo, reply: CommandReply<'room.join'>) {
    if (reply.mode === 'resumed') {
      this.#log.resume(reply.as_of)
      if (this.#log.caughtUp) this.#show([])
      return
    }
    const { epoch, as_of: asOf, floor } = reply
    const page = pageAsOf(asOf, reply, this.#me)
    this.#log.reset(epoch, asOf)
    for (const listener of this.#listeners.keys()) this.#listeners.set(listener, true)
    const snapshot = { room, epoch, asOf, floor, ...page, ...(reply.mode === 'reset' ? { why: reply.reason } : {}) }
    this.#tell((listener) => listener.snapshot?.(snapshot))
    this.#needs.queue.shown(this.name, page.lines)
  }

  #turnedAway(answer: Exclude<Answer<unknown>, { name: 'ok' }>) {
    if (answer.name === 'lost') return this.#rest()
    if (answer.name === 'unknown') return this.#pause(undefined)
    const { code, retry_after_ms } = answer.refusal
    if (passes(answer.refusal)) return this.#pause(retry_after_ms)
    if (code === 'internal') return this.#pause(undefined)
    if (code === 'not_found' && this.#info) {
      // The id is no longer known, as after the restore of a backup; the address may still lead to the room.
      this.#info = null
      this.#log.forget()
      return this.#pause(this.#vain.tries === 0 ? 0 : undefined)
    }
    this.#step = 'refused'
    this.#refusedFor = code
    if (this.#purpose === 'shown') this.#tell((listener) => listener.refused?.(code))
    this.#away()
    this.#needs.queue.unreachable(this.name, code)
    this.#needs.queue.shown(this.name, [])
  }

  /** Something is missing: asks for it, at once if the last time helped. */
  #mend() {
    if (this.#vain.cursor === this.#log.cursor) return this.#pause(undefined)
    this.#vain = { cursor: this.#log.cursor, tries: 0 }
    this.#enter()
  }

  #pause(askedMs: number | undefined) {
    this.#stopTimer()
    this.#step = 'pausing'
    const ms = repeatMs(askedMs, this.#vain.tries++, FIRST_REPEAT_MS, this.#needs.platform)
    this.#stopTimer = this.#needs.platform.after(ms, () => this.#enter())
  }
}
