import * as v from 'valibot'
import { person } from '#protocol/people.ts'
import { subprotocol } from '#protocol/version.ts'
import { newToken } from '#tests/kit/guest.ts'
import { type Handshake, openRaw, type RawSocket } from '#tests/kit/raw-socket.ts'
import { requireTold } from '#tests/kit/told-refusals.ts'

const answer = v.tuple([
  v.pipe(v.number(), v.minValue(1)),
  v.picklist(['ok', 'no', 'unknown']),
  v.record(v.string(), v.unknown()),
])
const refusal = v.tuple([v.number(), v.literal('no'), v.record(v.string(), v.unknown())])
const event = v.object({
  seq: v.number(),
  at: v.number(),
  by: person,
  cid: v.string(),
  body: v.optional(v.string(), ''),
})
const eventsPush = v.tuple([v.literal(0), v.literal('events'), v.object({ events: v.array(event) })])
const peoplePush = v.tuple([v.literal(0), v.literal('people'), v.looseObject({ count: v.number() })])
const opened = v.object({ room: v.object({ id: v.string() }) })
const page = v.object({ lines: v.array(event) })

export type Said = v.InferOutput<typeof event>
export type Answer = { outcome: 'ok' | 'no' | 'unknown'; body: Readonly<Record<string, unknown>> }

/** A v1 client made of bytes: it shows what is on the wire, and never mends anything. */
export class V1Client {
  readonly socket: RawSocket
  room = ''
  #ref = 0
  /** Texts up to here were looked at. */
  #read = 0
  readonly #answers = new Map<number, Answer>()
  readonly #events: Said[] = []
  #people = 0

  constructor(socket: RawSocket) {
    this.socket = socket
  }

  /** Every event that was pushed so far, in the order of coming. */
  get events(): readonly Said[] {
    this.#look()
    return this.#events
  }

  /** The newest count of people that it was told. */
  get people(): number {
    this.#look()
    return this.#people
  }

  /** Sends a command, and resolves to its answer. Rejects when that is a refusal of which the protocol's page does not tell. */
  async call(name: string, input: unknown): Promise<Answer> {
    const ref = ++this.#ref
    await this.socket.send(JSON.stringify([ref, name, input]))
    const answer = await this.answerTo(ref)
    if (answer.outcome === 'no') requireTold(name, answer.body['code'])
    return answer
  }

  answerTo(ref: number): Promise<Answer> {
    return this.socket.until(`answer to ${ref}`, () => {
      this.#look()
      return this.#answers.get(ref)
    })
  }

  /** Sends text that is no command, and resolves to its refusal, whose ref is what could be read of it. */
  async sends(text: string): Promise<Answer> {
    const before = this.socket.texts.length
    await this.socket.send(text)
    return this.socket.until('refusal', () => {
      for (const said of this.socket.texts.slice(before)) {
        const found = v.safeParse(refusal, JSON.parse(said))
        if (found.success) return { outcome: 'no' as const, body: found.output[2] }
      }
      return null
    })
  }

  /** The code of the refusal that a command meets; 'ok' when it meets none. */
  async codeOf(name: string, input: unknown): Promise<unknown> {
    const { outcome, body } = await this.call(name, input)
    return outcome === 'no' ? body['code'] : outcome
  }

  post(body: unknown, cid: string = crypto.randomUUID()): Promise<Answer> {
    return this.call('message.post', { room: this.room, cid, body })
  }

  /** Resolves when this text has come as an event. */
  hears(body: string): Promise<Said> {
    return this.socket.until(`"${body}"`, () => this.events.findLast((one) => one.body === body))
  }

  /** What the log holds above a number: the durable truth, read from it and not heard. */
  async stored(after: number): Promise<Said[]> {
    const { body } = await this.call('room.history', { room: this.room, after, limit: 500 })
    return v.parse(page, body).lines
  }

  leaves(): void {
    this.socket.destroy()
  }

  /** Each text is read once: a test may hear thousands. */
  #look(): void {
    for (; this.#read < this.socket.texts.length; this.#read++) {
      const frame: unknown = JSON.parse(this.socket.texts[this.#read] ?? 'null')
      if (v.is(answer, frame)) this.#answers.set(frame[0], { outcome: frame[1], body: frame[2] })
      else if (v.is(eventsPush, frame)) this.#events.push(...v.parse(eventsPush, frame)[2].events)
      else if (v.is(peoplePush, frame)) this.#people = frame[2].count
    }
  }

  [Symbol.dispose](): void {
    this.leaves()
  }
}

/** A v1 socket that has said nothing yet. */
export async function openV1(server: { readonly port: number }, headers: Handshake['headers'] = {}): Promise<V1Client> {
  return new V1Client(
    await openRaw({ port: server.port, path: '/ws', headers: { 'Sec-WebSocket-Protocol': subprotocol, ...headers } }),
  )
}

/** A guest who has said hello and reads; without a name it is on no list. */
export async function bringReader(
  server: { readonly port: number; readonly url: string },
  address = '',
): Promise<V1Client> {
  const client = await openV1(server)
  await client.call('hello', { v: 1, token: await newToken(server.url) })
  await joins(client, address)
  return client
}

/** A named guest in the room of an address ('' is the lobby). */
export async function bringV1(
  server: { readonly port: number; readonly url: string },
  name: string,
  address = '',
): Promise<V1Client> {
  const client = await openV1(server)
  await client.call('hello', { v: 1, token: await newToken(server.url) })
  const { outcome, body } = await client.call('profile.set', { name, look: 0 })
  if (outcome !== 'ok') throw new Error(`${name}: ${JSON.stringify(body)}`)
  await joins(client, address)
  return client
}

/** Into the room of an address, as whoever said hello. */
export async function joins(client: V1Client, address: string): Promise<void> {
  const { body } = await client.call('room.open', { name: address })
  client.room = v.parse(opened, body).room.id
  v.parse(page, (await client.call('room.join', { room: client.room })).body)
}
