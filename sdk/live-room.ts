import type { CommandInput, CommandReply } from '#protocol/index.ts'
import type { EarlierBody, SomeLines, StoredReply } from '#protocol/messages.ts'
import type { Named, PeoplePush } from '#protocol/people.ts'
import type { EventsPush, RoomEvent, RoomInfo } from '#protocol/rooms.ts'
import type { TypingPush } from '#protocol/typing.ts'
import { type Answer, passes } from './answer.ts'
import { repeatMs } from './backoff.ts'
import type { LiveRoomNeeds, Purpose, Step } from './live-room-needs.ts'
import { pageAsOf } from './page-as-of.ts'
import { PeopleVersion } from './people-version.ts'
import type { HistoryPage, HistoryPlace, LogPlace, Out, Outgoing, Role, Room, RoomListener, Saying } from './room.ts'
import { RoomChanges } from './room-changes.ts'
import { RoomDoor } from './room-door.ts'
import { RoomLog } from './room-log.ts'
import { RoomReads } from './room-reads.ts'
import { RoomTyping } from './room-typing.ts'
import { type Standing, standingAfter } from './standing.ts'
import { tell } from './tell.ts'
import { Vain } from './vain.ts'

/** A tick of a large room may hold events back for a second, so a head that is higher proves nothing before this. */
const HEAD_GRACE_MS = 1_500
/** While pages of a resume travel. P-10 leaves 30 s, of which the wait for the heads takes 25. */
const PAGE_GRACE_MS = 4_000
const FIRST_REPEAT_MS = 1_000

/** A room as its reader has it: opens it, joins it after every hello, and finds what is missing. */
export class LiveRoom implements Room {
  readonly #needs: LiveRoomNeeds
  readonly #log = new RoomLog()
  readonly #changes: RoomChanges
  readonly #typing: RoomTyping
  readonly #people = new PeopleVersion()
  readonly #reads: RoomReads
  /** With each: whether it has had its snapshot. */
  readonly #listeners = new Map<RoomListener, boolean>()
  #standing: Standing | null = null
  #purpose: Purpose = 'none'
  #step: Step = 'resting'
  readonly #door = new RoomDoor()
  /** Grows with every attempt, so that a late answer to an older one is known. */
  #attempt = 0
  readonly #vain = new Vain()
  #stopTimer = () => {}

  constructor(needs: LiveRoomNeeds) {
    this.#needs = needs
    this.#changes = new RoomChanges({ ...needs, idle: () => this.endErrand() })
    this.#reads = new RoomReads({ ...needs, id: () => this.info?.id })
    const changed = (typists: readonly Named[]) => this.#tell((listener) => listener.typing?.(typists))
    this.#typing = new RoomTyping({ ...needs, changed })
  }

  get name(): string {
    return this.#needs.name
  }

  get info(): RoomInfo | null {
    return this.#standing?.info ?? null
  }

  get role(): Role | null {
    return this.#standing?.role ?? null
  }

  get outgoing(): readonly Outgoing[] {
    return this.#needs.queue.of(this.name)
  }

  /** How far this room is shown; null where nobody looks. */
  get view(): { epoch: string | null; cursor: number } | null {
    const { epoch, cursor } = this.#log
    return this.#purpose === 'shown' && this.#step !== 'refused' ? { epoch, cursor } : null
  }

  get place(): LogPlace | null {
    return this.#log.place
  }

  listen(listener: RoomListener, after?: LogPlace | null): () => void {
    const { place } = this.#log
    const goesOn = place !== null && after?.epoch === place.epoch && after.seq === place.seq
    this.#listeners.set(listener, goesOn)
    this.#people.forget()
    if (this.#step === 'refused') this.#tell((one) => this.#door.tell(one), [listener])
    if (place !== null && !goesOn) {
      this.#log.forget()
      if (this.#step === 'live' || this.#step === 'asking') this.#enter()
    }
    return () => this.#listeners.delete(listener)
  }

  post(body: string, extra?: Saying): string {
    this.#typing.set(false)
    return this.#needs.queue.post(this.name, body, extra)
  }

  recover(body: string, extra: Saying & { cid: string }) {
    this.#needs.queue.recover(this.name, body, extra)
  }

  resend(cid: string) {
    this.#needs.queue.resend(cid)
  }

  discard(cid: string) {
    this.#needs.queue.discard(cid)
  }

  async history(where: HistoryPlace, limit?: number): Promise<HistoryPage> {
    const page = await this.#reads.page(where, limit)
    this.#needs.queue.shown(this.name, page.lines)
    return page
  }

  get(messages: readonly number[]): Promise<SomeLines> {
    return this.#reads.get(messages)
  }

  pins(): Promise<SomeLines> {
    return this.#reads.pins()
  }

  edits(message: number): Promise<readonly EarlierBody[]> {
    return this.#reads.edits(message)
  }

  edit(message: number, body: string, mentions?: readonly string[]): Promise<StoredReply> {
    return this.#changes.edit({ message, body, ...(mentions && { mentions: [...mentions] }) })
  }

  erase(message: number, how: 'recall' | 'delete'): Promise<StoredReply> {
    return this.#changes.erase({ message, how })
  }

  react(message: number, kind: string, on: boolean): Promise<StoredReply> {
    return this.#changes.react({ message, kind, on })
  }

  pin(message: number, on: boolean): Promise<StoredReply> {
    return this.#changes.pin({ message, on })
  }

  typing(on: boolean) {
    this.#typing.set(on)
  }

  /** Says a message of another room here, though nobody may look at this one. */
  forward(from: CommandInput<'message.forward'>['from'], cid?: string): Promise<StoredReply> {
    this.reach()
    return this.#changes.forward({ from }, cid)
  }

  leave() {
    if (this.#purpose !== 'shown') return
    this.#typing.set(false)
    this.#typing.away()
    this.#people.forget()
    this.#purpose = 'errand'
    this.#needs.queue.shown(this.name, [])
    this.endErrand()
  }

  /** Id of who speaks. */
  get #me(): string | null {
    const { status } = this.#needs.connection
    return status.name === 'online' ? status.welcome.me.id : null
  }

  /** Somebody wants to look at it. */
  visit() {
    const isNew = this.#purpose !== 'shown'
    this.#purpose = 'shown'
    this.#door.forget()
    if (isNew && this.#step !== 'resting') this.#enter()
    else this.online()
  }

  /** It may be open to one again. */
  knock() {
    this.#door.forget()
    if (this.#step === 'refused') this.online()
  }

  /** What was written for it wants to be sent. */
  reach() {
    if (this.#purpose === 'none') this.#purpose = 'errand'
    this.online()
  }

  /** Nothing is lost with it. */
  get isIdle(): boolean {
    return this.#purpose === 'none' && this.#listeners.size === 0 && this.outgoing.length === 0
  }

  /** Goes when nobody looks and nothing is left to be sent; otherwise it is called again. */
  endErrand() {
    if (this.#purpose !== 'errand' || this.#needs.queue.isBusy(this.name) || this.#changes.isBusy) return
    this.#purpose = 'none'
    const isIn = this.#step !== 'resting' && this.#step !== 'refused'
    this.#rest()
    if (isIn && this.info) this.#needs.connection.ask('room.leave', { room: this.info.id }, () => {})
  }

  /** The hello was answered, or what was refused may be allowed now. */
  online() {
    if (this.#step === 'resting' || (this.#step === 'refused' && this.#door.mayKnock)) this.#enter()
  }

  offline() {
    if (this.#step !== 'refused') this.#rest()
  }

  isIn(roomId: string): boolean {
    return this.#purpose === 'shown' && this.info?.id === roomId
  }

  hearEvents(push: EventsPush) {
    if (this.#log.epoch === null) return
    const wasBehind = !this.#log.caughtUp
    const { next, hole } = this.#log.take(push)
    if (next.length > 0 || (wasBehind && this.#log.caughtUp)) this.#show(next)
    if (hole && this.#step === 'live') this.#mend()
  }

  /** The server has ended it on all connections of this person. */
  putOut(how: Out) {
    // What was kept of it elsewhere is no longer to be gone on from.
    if (this.#purpose !== 'shown') return this.#log.forget()
    this.#stopTimer()
    this.#attempt++
    this.#door.putOut(how)
    this.#shut(how)
  }

  hearTyping(push: TypingPush) {
    this.#typing.hear(push)
  }

  hearPeople(push: PeoplePush) {
    this.#typing.hearPeople(push)
    const heard = this.#people.hear(push)
    if (heard === 'gone') this.#enter()
    else if (heard === 'news') this.#tell((listener) => listener.people?.(push))
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
    this.#tell((listener) => listener.outgoing?.(this.outgoing))
  }

  #tell(say: (listener: RoomListener) => void, to: Iterable<RoomListener> = this.#listeners.keys()) {
    tell(this.#needs.platform, to, say)
  }

  #show(events: readonly RoomEvent[]) {
    const caughtUp = this.#step === 'live' && this.#log.caughtUp
    if (this.#standing) this.#stand(events.reduce((sum, event) => standingAfter(sum, event, this.#me), this.#standing))
    this.#tell((listener) => this.#listeners.get(listener) && listener.events?.(events, caughtUp))
    this.#typing.hearEvents(events)
    this.#needs.queue.shown(this.name, events)
  }

  #stand(now: Standing) {
    const was = this.#standing
    this.#standing = now
    if (was && now.info === was.info && now.role === was.role) return
    this.#tell((listener) => listener.standing?.(now.info, now.role))
  }

  #rest() {
    this.#stopTimer()
    this.#attempt++
    this.#vain.forget()
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
    if (this.info) return this.#join(this.info, attempt)
    this.#needs.connection.ask('room.open', { name: this.name }, (answer) => {
      if (attempt !== this.#attempt) return
      if (answer.name !== 'ok') return this.#turnedAway(answer)
      this.#standing = { info: answer.reply.room, role: null, asOf: 0 }
      this.#join(answer.reply.room, attempt)
    })
  }

  #join(info: RoomInfo, attempt: number) {
    const { epoch, cursor } = this.#log
    // On an errand nothing is shown: what was missed can wait until somebody looks.
    const input: CommandInput<'room.join'> =
      epoch === null || this.#purpose === 'errand'
        ? { room: info.id }
        : { room: info.id, after: cursor, epoch, most: this.#needs.most, people: this.#people.known }
    this.#needs.connection.ask('room.join', input, (answer) => {
      if (attempt !== this.#attempt) return
      if (answer.name !== 'ok') return this.#turnedAway(answer)
      this.#step = 'live'
      if (this.#purpose === 'shown') this.#joined(info, answer.reply)
      // A listener may have left the room while it was told.
      if (attempt !== this.#attempt) return
      this.#needs.queue.joined(this.name, { id: info.id, epoch: answer.reply.epoch })
      this.#changes.joined(info.id, answer.reply.epoch)
      if (this.#purpose === 'shown') this.#typing.joined(info.id)
    })
  }

  #joined(known: RoomInfo, reply: CommandReply<'room.join'>) {
    // A server of before says nothing of it here.
    const { room = known, role = null, as_of: asOf } = reply
    this.#standing = null
    this.#stand({ info: room, role, asOf })
    if (reply.mode === 'resumed') {
      this.#log.resume(asOf)
      if (this.#log.caughtUp) this.#show([])
      return
    }
    const { epoch, floor } = reply
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
    // A server that was taken back to one of before knows no such field.
    if (code === 'bad_field' && this.#people.known) {
      this.#people.forget()
      return this.#enter()
    }
    if (passes(answer.refusal) || code === 'internal') return this.#pause(retry_after_ms)
    if (code === 'not_found' && this.info) {
      // The id is no longer known, as after the restore of a backup; the address may still lead to the room.
      this.#standing = null
      this.#log.forget()
      return this.#pause(this.#vain.tries === 0 ? 0 : undefined)
    }
    this.#door.refuse(code)
    this.#changes.refuse(answer.refusal)
    this.#shut(code)
  }

  #shut(code: string) {
    this.#step = 'refused'
    this.#log.forget()
    if (this.#purpose === 'shown') this.#tell((listener) => this.#door.tell(listener))
    this.#away()
    this.#needs.queue.unreachable(this.name, code)
    this.#needs.queue.shown(this.name, [])
  }

  /** Something is missing: asks for it, at once if the last time helped. */
  #mend() {
    if (this.#vain.hasMoved(this.#log.cursor)) return this.#enter()
    if (this.#vain.isHopeless) this.#log.forget()
    this.#pause(undefined)
  }

  #pause(askedMs: number | undefined) {
    this.#stopTimer()
    this.#step = 'pausing'
    const ms = repeatMs(askedMs, this.#vain.tries++, FIRST_REPEAT_MS, this.#needs.platform)
    this.#stopTimer = this.#needs.platform.after(ms, () => this.#enter())
  }
}
