import * as v from 'valibot'
import { type CommandName, commands, pushes } from '#protocol/index.ts'
import { refusals } from '#protocol/refusals.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { subprotocol } from '#protocol/version.ts'
import { newToken } from '#tests/kit/guest.ts'
import { wordsOf } from '#tests/kit/lines-of.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { requireTold } from '#tests/kit/told-refusals.ts'

type Answer = { kind: string; body: Record<string, unknown> }

/**
 * Somebody who speaks the wire by hand, without the SDK. Everything that the server says is checked against the protocol:
 * a frame of another shape, or a refusal that docs/protocol.md does not tell of, fails the test that caused it.
 */
export class Talker {
  readonly pushed: { kind: string; body: Record<string, unknown> }[] = []
  readonly closed: Promise<number>
  /** Of the person; once the hello was answered. */
  id = ''
  readonly #socket: WebSocket
  readonly #asked = new Map<number, { name: string; answer: (answer: Answer) => void }>()
  #ref = 0
  #whenPushed: (() => void)[] = []

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.closed = new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)))
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
  }

  /** An open socket that has said nothing. */
  static async connect(server: TestServer): Promise<Talker> {
    const socket = new WebSocket(server.socketUrl, [subprotocol])
    const talker = new Talker(socket)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('close', ({ code }) => reject(new Error(`closed with ${code}`)))
    })
    return talker
  }

  /** A guest who only looks. */
  static async looker(server: TestServer, token?: string): Promise<Talker> {
    const talker = await Talker.connect(server)
    const hello = await talker.ok('hello', { v: 1, token: token ?? (await newToken(server.url)) })
    talker.id = v.parse(commands.hello.reply, hello).me.id
    return talker
  }

  /** A guest with a name. */
  static async guest(server: TestServer, name: string): Promise<Talker> {
    const talker = await Talker.looker(server)
    await talker.ok('profile.set', { name, look: 1 })
    return talker
  }

  ask(name: string, input: unknown): Promise<Answer> {
    const ref = ++this.#ref
    return new Promise((answer) => {
      this.#asked.set(ref, { name, answer })
      this.#socket.send(JSON.stringify([ref, name, input]))
    })
  }

  /** The reply; a refusal fails. */
  async ok(name: CommandName, input: unknown): Promise<Record<string, unknown>> {
    const { kind, body } = await this.ask(name, input)
    if (kind !== 'ok') throw new Error(`${name}: ${JSON.stringify(body)}`)
    return body
  }

  /** The refusal's code; `ok` where there was none. */
  async refusal(name: string, input: unknown): Promise<unknown> {
    const { kind, body } = await this.ask(name, input)
    return kind === 'no' ? body['code'] : kind
  }

  /** The id of the room of an address, joined. */
  async joins(name: string): Promise<string> {
    const { room } = v.parse(commands['room.open'].reply, await this.ok('room.open', { name }))
    await this.ok('room.join', { room: room.id })
    return room.id
  }

  posts(room: string, body: string, cid: string = crypto.randomUUID()): Promise<Record<string, unknown>> {
    return this.ok('message.post', { room, cid, body })
  }

  /** Every event that was pushed so far; of one room, when it is named. */
  events(room?: string): RoomEvent[] {
    return this.pushed.flatMap(({ kind, body }) => {
      if (kind !== 'events' || (room && body['room'] !== room)) return []
      return v.parse(pushes.events, body).events
    })
  }

  /** The words of the events that were pushed, once there are `count`. */
  async hears(count: number): Promise<string[]> {
    for (;;) {
      const bodies = this.events().map(wordsOf)
      if (bodies.length >= count) return bodies
      await new Promise<void>((resolve) => void this.#whenPushed.push(resolve))
    }
  }

  /** Resolves when the event of this number was pushed. */
  async hearsUpTo(seq: number): Promise<void> {
    await this.hearsWhen(() => seq <= 0 || this.events().some((event) => event.seq === seq))
  }

  /** Resolves when what was pushed so far makes this true. */
  async hearsWhen(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => void this.#whenPushed.push(resolve))
  }

  /**
   * The events of a room from its beginning, as somebody hears them who comes back to it from there; in their order, each once.
   * A tick of the join that asks for the epoch may repeat the newest of them before the others are told.
   */
  async rereads(room: string): Promise<RoomEvent[]> {
    const { as_of: head, epoch } = await this.ok('room.join', { room })
    this.pushed.length = 0
    await this.ok('room.join', { room, after: 0, epoch })
    const heard = () => new Map(this.events(room).map((event) => [event.seq, event]))
    await this.hearsWhen(() => heard().size >= Number(head))
    return [...heard().values()].toSorted((one, other) => one.seq - other.seq)
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket.send(data)
  }

  close(): void {
    this.#socket.close()
  }

  #hear(text: string): void {
    const [ref, kind, body] = v.parse(frame, JSON.parse(text))
    const asked = this.#asked.get(ref)
    if (asked) {
      this.#asked.delete(ref)
      asked.answer({ kind, body: checked(asked.name, kind, body) })
      return
    }
    this.pushed.push({ kind, body: checked('', kind, body) })
    for (const wake of this.#whenPushed.splice(0)) wake()
  }
}

const frame = v.tuple([v.number(), v.string(), v.record(v.string(), v.unknown())])
const refusal = v.looseObject({ code: v.picklist(Object.keys(refusals)) })

function checked(name: string, kind: string, body: Record<string, unknown>): Record<string, unknown> {
  if (kind === 'no') {
    const { code } = v.parse(refusal, body)
    requireTold(name, code)
    return body
  }
  if (kind === 'unknown') return body
  if (kind === 'ok') return v.parse(v.looseObject({}), v.parse(replyOf(name), body))
  return v.parse(v.looseObject({}), v.parse(pushOf(kind), body))
}

function replyOf(name: string) {
  const found = Object.entries(commands).find(([known]) => known === name)
  if (!found) throw new Error(`an ok to ${name}, which is no command`)
  return found[1].reply
}

function pushOf(kind: string) {
  const found = Object.entries(pushes).find(([known]) => known === kind)
  if (!found) throw new Error(`the server said ${kind}, which is no push`)
  return found[1]
}
