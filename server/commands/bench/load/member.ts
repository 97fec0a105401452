import type { Socket } from 'bun'
import { Unsent } from './unsent.ts'
import { type Frame, FrameReader, frameOf } from './wire.ts'

export type Role = 'sink' | 'probe' | 'sender'
export type Place = { name: string; look: number; room: string; role: Role }
/** `isNew`: it has not told its name yet. */
export type Guest = { token: string; isNew: boolean }
/** The server, and who hears what comes of it. */
export type House = {
  port: number
  basePath: string
  onMessages(member: Member, text: string): void
  onAnswer(text: string): void
  onLost(member: Member): void
}

const JOINING_MS = 20_000

let lastRef = 0
/** A row of references of commands; gives the first. */
export function reserveRefs(count: number): number {
  const first = lastRef + 1
  lastRef += count
  return first
}

/** One person's connection: its way into the room, then what it hears. Only probes read what is said. */
export class Member {
  readonly place: Place
  roomId = ''
  frames = 0
  bytes = 0
  /** Messages of the present run that a probe has heard, in all and in its window. */
  heard = 0
  heardInWindow = 0
  lastSeq = 0
  isGone = false
  readonly #house: House
  readonly #reader = new FrameReader()
  readonly #joined = Promise.withResolvers<void>()
  #steps: readonly (() => unknown[])[] = []
  #step = -1
  /** What the answer to the present step begins with: one to a heartbeat may come between. */
  #awaited = ''
  #head: string | null = ''
  readonly #unsent = new Unsent()
  #socket: Socket | null = null

  constructor(house: House, place: Place) {
    this.#house = house
    this.place = place
    this.#joined.promise.catch(() => {})
  }

  /** Resolves when it is in the room. */
  async join({ token, isNew }: Guest): Promise<void> {
    const { name, look, room } = this.place
    this.#steps = [
      () => ['hello', { v: 1, token }],
      ...(isNew ? [() => ['profile.set', { name, look }]] : []),
      () => ['room.open', { name: room }],
      () => ['room.join', { room: this.roomId }],
    ]
    const late = setTimeout(() => this.#fail(new Error('somebody could not join within 20 s')), JOINING_MS)
    try {
      const socket = await Bun.connect({
        hostname: '127.0.0.1',
        port: this.#house.port,
        socket: {
          open: (opened) => {
            this.#socket = opened
            this.#unsent.goTo(opened)
            opened.write(this.#upgrade())
          },
          data: (_socket, bytes) => this.#read(bytes),
          drain: () => this.#unsent.flush(),
          close: () => this.#drop(),
          error: (_socket, error) => this.#fail(error),
        },
      })
      if (this.isGone) socket.terminate()
      await this.#joined.promise
    } catch (error) {
      this.leave()
      throw error
    } finally {
      clearTimeout(late)
    }
  }

  leave(): void {
    this.isGone = true
    this.#socket?.terminate()
    this.#socket = null
    this.#unsent.goTo(null)
    this.#joined.reject(new Error('left'))
  }

  write(text: string): void {
    this.#writeFrame(frameOf(1, text))
  }

  #writeFrame(frame: Uint8Array): void {
    if (this.isGone) return
    this.#unsent.add(frame)
  }

  #upgrade(): string {
    const { port, basePath } = this.#house
    // The key is the example of RFC 6455, section 1.3.
    return (
      `GET ${basePath}/ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Protocol: teahouse.v1\r\n\r\n'
    )
  }

  #fail(error: unknown): void {
    this.#joined.reject(error)
    this.#drop()
  }

  #drop(): void {
    if (this.isGone) return
    this.isGone = true
    this.#joined.reject(new Error('a connection was closed before it had joined'))
    this.#house.onLost(this)
  }

  #read(bytes: Uint8Array): void {
    if (this.#head === null) {
      this.#reader.feed(bytes, (frame, payload) => this.#hear(frame, payload))
      return
    }
    this.#head += Buffer.from(bytes).toString('latin1')
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    if (!this.#head.startsWith('HTTP/1.1 101 ')) {
      this.#fail(new Error(`a connection was answered: ${this.#head.slice(0, 60)}`))
      return
    }
    const rest = Buffer.from(this.#head.slice(end + 4), 'latin1')
    this.#head = null
    this.#next()
    if (rest.length > 0) this.#read(rest)
  }

  #next(): void {
    const step = this.#steps[++this.#step]
    if (step) {
      const ref = reserveRefs(1)
      this.#awaited = `[${ref},`
      this.write(JSON.stringify([ref, ...step()]))
      return
    }
    this.#reader.whole = this.place.role !== 'sink'
    this.#joined.resolve()
  }

  #hear(frame: Frame, payload: Uint8Array): void {
    const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
    if (frame.op === 8) this.#drop()
    else if (frame.op === 9) this.#writeFrame(frameOf(10, payload.slice()))
    else if (frame.op === 1) this.#hearText(frame, text)
  }

  #hearText(frame: Frame, text: Buffer): void {
    const start = text.toString('latin1', 0, 10)
    if (start === '[0,"events') {
      this.frames++
      this.bytes += frame.header + frame.payload
      if (this.place.role === 'probe' && this.#hasJoined) this.#house.onMessages(this, text.toString('latin1'))
    } else if (start === '[0,"heads"') this.write(`[${reserveRefs(1)},"heartbeat",{}]`)
    else if (start === '[0,"goaway') this.#drop()
    else if (!start.startsWith('[0,')) this.#hearAnswer(text.toString('latin1'))
  }

  get #hasJoined(): boolean {
    return this.#step >= this.#steps.length
  }

  #hearAnswer(text: string): void {
    if (this.#hasJoined) {
      if (this.place.role === 'sender') this.#house.onAnswer(text)
      return
    }
    if (!text.startsWith(this.#awaited)) return
    if (!text.startsWith('"ok"', this.#awaited.length)) {
      this.#fail(new Error(`somebody was refused: ${text.slice(0, 120)}`))
      return
    }
    this.roomId = /"id":"(r\w{12})"/.exec(text)?.[1] ?? this.roomId
    this.#next()
  }
}
