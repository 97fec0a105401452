import type { Welcome } from '#protocol/connection.ts'
import type { CommandFrame, CommandInput, CommandName } from '#protocol/index.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import type { FakeSocket, FakeWorld } from '#tests/kit/fake-platform.ts'
import { linesOf, wordsOf } from '#tests/kit/lines-of.ts'
import { type ChangeFrame, changeOf, isChange, type NewEvent, namedBy } from '#tests/kit/model-changes.ts'
import { welcomeOf } from '#tests/kit/welcome.ts'

/**
 * What goes wrong with a command. `cut-before`: it never arrives; `cut-after`: it is done, and the line breaks before the
 * answer; `unknown-*`: the server does not know whether it was done; `silent`: no answer ever; a refusal: that.
 */
export type Fault = 'cut-before' | 'cut-after' | 'unknown-done' | 'unknown-lost' | 'silent' | RefusalBody

type ModelRoom = { id: string; name: string; epoch: string; events: RoomEvent[] }
type Line = { socket: FakeSocket; me: Welcome['me']; joined: Set<string>; member: Set<string>; open: boolean }

const WAY_MS = 5
const PAGE = 3
const SNAPSHOT = 5

const infoOf = ({ id, name }: ModelRoom) => ({ id, name, title: name, access: 'link' as const })

/** The meaning of the protocol in the fewest words: one node, in memory, with faults on demand. For tests of clients. */
export class ModelServer {
  readonly #world: FakeWorld
  readonly rooms = new Map<string, ModelRoom>()
  readonly lines = new Set<Line>()
  /** Every change of a message that arrived, by its cid. */
  readonly changes: string[] = []
  /** Every `message.post` that arrived, by its cid. */
  readonly posts: string[] = []
  /** Asked for each command that was sent. */
  fault: (name: CommandName, frame: CommandFrame) => Fault | null = () => null
  /** Asked for each `events` frame that is sent; true loses it. */
  loses: () => boolean = () => false
  /** Asked for each page of a resume; true loses it. */
  losesPage: () => boolean = () => false
  /** Whether sockets open at all. */
  up = true
  /** Who is in every room, by the name of that list. */
  people: { version: string; ids: readonly string[] } = { version: 'list 0', ids: [] }
  /** The token is the name of the principal. */
  meOf = (token: string): Welcome['me'] => ({ id: `p${token}`, name: token, look: 1, entered: true })
  #made = 0

  constructor(world: FakeWorld) {
    this.#world = world
    world.met = (socket) => this.#meet(socket)
  }

  room(name: string): ModelRoom {
    const found = [...this.rooms.values()].find((room) => room.name === name)
    if (found) return found
    const room = { id: `r${++this.#made}`, name, epoch: 'e1', events: [] }
    this.rooms.set(room.id, room)
    return room
  }

  /** Somebody else writes. */
  says(name: string, body: string, by = 'pother') {
    this.#store(this.room(name), by, `cid-${by}-${this.room(name).events.length}`, body)
  }

  bodies(name: string): string[] {
    return this.room(name).events.map(wordsOf)
  }

  heads() {
    for (const line of this.lines) {
      const rooms = Object.fromEntries([...line.joined].map((id) => [id, this.rooms.get(id)?.events.length ?? 0]))
      this.#tell(line, [0, 'heads', { now_ms: this.#world.nowMs, rooms }])
    }
  }

  cutAll(code = 1006) {
    for (const line of [...this.lines]) this.#cut(line, code)
  }

  tellAll(frame: unknown) {
    for (const line of this.lines) this.#tell(line, frame)
  }

  #meet(socket: FakeSocket) {
    const line: Line = { socket, me: this.meOf('none'), joined: new Set(), member: new Set(), open: true }
    socket.hear = (text) => this.#world.after(WAY_MS, () => line.open && this.#hear(line, JSON.parse(text)))
    socket.closing = () => this.#leave(line)
    this.#world.after(WAY_MS, () => {
      if (!line.open) return
      if (!this.up) return this.#cut(line, 1006)
      this.lines.add(line)
      socket.open()
    })
  }

  #leave(line: Line) {
    line.open = false
    this.lines.delete(line)
  }

  #cut(line: Line, code: number) {
    this.#leave(line)
    line.socket.cut(code)
  }

  #tell(line: Line, frame: unknown) {
    const text = JSON.stringify(frame)
    this.#world.after(WAY_MS, () => line.open && line.socket.says(text))
  }

  #hear(line: Line, frame: CommandFrame) {
    const [ref, name] = frame
    if (name === 'message.post') this.posts.push(frame[2].cid)
    if (isChange(frame)) this.changes.push(frame[2].cid)
    const fault = this.fault(name, frame)
    if (fault === 'silent') return
    if (fault === 'cut-before') return this.#cut(line, 1006)
    if (fault === 'unknown-lost') return this.#tell(line, [ref, 'unknown', {}])
    if (fault !== null && typeof fault === 'object') return this.#tell(line, [ref, 'no', fault])
    const answer = this.#answer(line, frame)
    if (fault === 'cut-after') return this.#cut(line, 1006)
    this.#tell(line, fault === 'unknown-done' ? [ref, 'unknown', {}] : [ref, ...answer.frame])
    answer.next?.()
  }

  #answer(line: Line, frame: CommandFrame): { frame: ['ok' | 'no', unknown]; next?: () => void } {
    const ok = (reply: unknown, next?: () => void) => ({
      frame: ['ok', reply] as ['ok', unknown],
      ...(next && { next }),
    })
    const no = (code: RefusalBody['code']) => ({ frame: ['no', { code }] as ['no', unknown] })
    switch (frame[1]) {
      case 'hello':
        line.me = this.meOf(frame[2].token ?? 'none')
        return ok(welcomeOf(line.me))
      case 'heartbeat':
        return ok({ now_ms: this.#world.nowMs })
      case 'room.open': {
        return ok({ room: infoOf(this.room(frame[2].name)) })
      }
      case 'room.join': {
        const room = this.rooms.get(frame[2].room)
        return room ? this.#join(line, room, frame[2]) : no('not_found')
      }
      case 'room.leave':
        line.joined.delete(frame[2].room)
        line.member.delete(frame[2].room)
        return ok({})
      case 'room.history': {
        const { before = Number.POSITIVE_INFINITY, after = 0, limit = PAGE } = frame[2]
        const room = this.rooms.get(frame[2].room)
        const all = linesOf(room?.events ?? []).filter(({ seq }) => seq < before && seq > after)
        const lines = frame[2].before === undefined ? all.slice(0, limit) : all.slice(-limit)
        const first = lines[0]?.seq ?? after + 1
        const page = { first, last: lines.at(-1)?.seq ?? first - 1, lines, notices: [], mine: [] }
        return ok({ ...page, more: lines.length < all.length, head: room?.events.length ?? 0 })
      }
      case 'message.get': {
        const { room, messages } = frame[2]
        const lines = linesOf(this.rooms.get(room)?.events ?? []).filter(({ seq }) => messages.includes(seq))
        return ok({ lines, mine: [], rest: [] })
      }
      case 'message.post': {
        const room = this.rooms.get(frame[2].room)
        // As on the real one: only who is in a room may post to it, and on this very connection.
        return room && line.member.has(room.id) ? this.#post(line, room, frame[2]) : no('not_found')
      }
      case 'message.forward':
      case 'message.edit':
      case 'message.erase':
      case 'message.react':
      case 'message.pin': {
        const room = this.rooms.get(frame[2].room)
        if (!room || !line.member.has(room.id) || this.#isOfOtherLog(frame)) return no('not_found')
        return this.#change(line, room, frame)
      }
      default:
        return ok({ me: line.me, name: 'somebody' })
    }
  }

  #post(line: Line, room: ModelRoom, { cid, ...said }: Omit<CommandInput<'message.post'>, 'room'>) {
    const found = this.#find(line, room, cid)
    if (found && wordsOf(found) !== said.body)
      return { frame: ['no', { code: 'client_id_conflict' }] as ['no', unknown] }
    const { body, re, mentions } = said
    const event: NewEvent = { type: 'message.posted', cid, body, ...(re && { re }), ...namedBy(mentions) }
    return this.#stored(room, found ?? this.#add(room, line.me.id, event), found !== undefined)
  }

  #change(line: Line, room: ModelRoom, frame: ChangeFrame) {
    const found = this.#find(line, room, frame[2].cid)
    return this.#stored(room, found ?? this.#add(room, line.me.id, changeOf(frame)), found !== undefined)
  }

  #isOfOtherLog(frame: ChangeFrame): boolean {
    if (frame[1] !== 'message.forward') return false
    const { room, epoch } = frame[2].from
    return epoch !== undefined && epoch !== this.rooms.get(room)?.epoch
  }

  #find(line: Line, room: ModelRoom, cid: string): RoomEvent | undefined {
    return room.events.find((event) => event.cid === cid && event.by.id === line.me.id)
  }

  #stored(room: ModelRoom, { seq, at }: RoomEvent, dup: boolean) {
    const reply = { room: room.id, seq, epoch: room.epoch, at, ...(dup && { dup }) }
    return { frame: ['ok', reply] as ['ok', unknown] }
  }

  #store(room: ModelRoom, by: string, cid: string, body: string): RoomEvent {
    return this.#add(room, by, { type: 'message.posted', cid, body })
  }

  #add(room: ModelRoom, by: string, fields: NewEvent): RoomEvent {
    const seq = room.events.length + 1
    const person = { id: by, name: by, look: 1 }
    const event: RoomEvent = { ...fields, seq, at: this.#world.nowMs, by: person }
    room.events.push(event)
    for (const line of this.lines)
      if (line.joined.has(room.id) && !this.loses())
        this.#tell(line, [0, 'events', { room: room.id, first: seq, last: seq, events: [event] }])
    return event
  }

  #join(line: Line, room: ModelRoom, input: Omit<CommandInput<'room.join'>, 'room'>) {
    const asOf = room.events.length
    line.member.add(room.id)
    const lines = linesOf(room.events).slice(-SNAPSHOT)
    const page = { first: lines[0]?.seq ?? asOf + 1, last: asOf, lines, notices: [], mine: [], events: [] }
    const standing = { room: infoOf(room) }
    const snapshot = { epoch: room.epoch, as_of: asOf, floor: 1, ...page, ...standing }
    const then = () => {
      line.joined.add(room.id)
      this.#tell(line, [0, 'people', { room: room.id, ...this.#peopleFor(input.people) }])
    }
    const ok = (reply: unknown, after: () => void) => ({ frame: ['ok', reply] as ['ok', unknown], next: after })
    if (input.after === undefined) return ok({ mode: 'fresh', ...snapshot }, then)
    const { after, most = 500 } = input
    const reason =
      input.epoch !== room.epoch ? 'epoch' : after > asOf ? 'ahead' : asOf - after > most ? 'too_far' : null
    if (reason) return ok({ mode: 'reset', reason, ...snapshot }, then)
    line.joined.delete(room.id)
    return ok({ mode: 'resumed', epoch: room.epoch, as_of: asOf, floor: 1, ...standing }, () =>
      this.#page(line, room, after, then),
    )
  }

  #peopleFor(known: string | undefined) {
    const { version, ids } = this.people
    const is = { version, count: Math.max(1, ids.length) }
    return version === known ? is : { ...is, all: ids.map((id) => ({ id, name: id, look: 1, since_ms: 1 })) }
  }

  /** A page a turn; whoever is through is subscribed in the same turn. */
  #page(line: Line, room: ModelRoom, after: number, then: () => void) {
    if (!line.open) return
    const events = room.events.slice(after, after + PAGE)
    const last = after + events.length
    if (events.length > 0 && !this.losesPage())
      this.#tell(line, [0, 'events', { room: room.id, first: after + 1, last, events }])
    if (last === room.events.length) return then()
    this.#world.after(1, () => this.#page(line, room, last, then))
  }
}
