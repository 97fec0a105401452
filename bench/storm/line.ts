import type { Socket } from 'bun'
import { subprotocol } from '#protocol/version.ts'
import { FrameReader } from '#server/commands/bench/load/wire.ts'
import { frameBytes, handshakeText } from '#tests/kit/raw-socket.ts'

/** What a client keeps between two lines: who it is, where, the last number that it has, and which list of people. */
export type Memory = {
  token: string
  name: string
  roomName: string
  room: string
  epoch: string
  cursor: number
  people?: string | undefined
}
/** What went wrong on the way back: not resumed, numbers missed, messages that came under two numbers; lines that the server ended, and that came again. */
export type Faults = { notResumed: number; lost: number; doubled: number; again: number }

const PONG = 10
const AGAIN_MS = 100
const MOST_AGAIN = 50
const bare = { path: '/', headers: {} }
const ours = { path: '/ws', headers: { 'Sec-WebSocket-Protocol': subprotocol } }

/**
 * One client on a bare socket, with as little of its own as can be, so that the crowd does not wait for itself. A bare loop's client is there when
 * the upgrade is answered; ours when it has joined and has all up to `target`.
 */
export class Line {
  target = 0
  onThere: () => void = () => {}
  readonly #memory: Memory | null
  readonly #faults: Faults
  #reader = new FrameReader()
  #socket: Socket | null = null
  #head = ''
  #step = 0
  #isThere = false
  #tries = 0
  /** Ids of what came on this line; there are few. */
  readonly #cids = new Set<string>()

  constructor(memory: Memory | null, faults: Faults) {
    this.#memory = memory
    this.#faults = faults
  }

  /** `onThere` says when it has arrived; a line that is refused or ended on the way comes again. */
  connect(port: number): void {
    this.#head = ''
    this.#step = 0
    this.#isThere = false
    this.#cids.clear()
    this.#reader = new FrameReader()
    this.#socket = null
    this.#open(port).catch(() => this.#comeAgain(port))
  }

  async #open(port: number): Promise<void> {
    const { path, headers } = this.#memory ? ours : bare
    this.#socket = await Bun.connect({
      hostname: '127.0.0.1',
      port,
      socket: {
        open: (socket) => {
          this.#socket = socket
          socket.write(handshakeText({ port, path, headers }))
        },
        data: (_socket, bytes) => this.#read(bytes),
        // That of a line which was cut may be told when the next one is there already.
        close: (socket) => {
          if (this.#socket === socket) this.#comeAgain(port)
        },
        error: () => {},
      },
    })
  }

  /** Without a goodbye, as when a network goes away. */
  cut(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.terminate()
  }

  #comeAgain(port: number): void {
    if (++this.#tries > MOST_AGAIN) throw new Error('a line was ended again and again')
    this.#faults.again++
    this.#socket = null
    setTimeout(() => this.connect(port), AGAIN_MS)
  }

  #read(bytes: Uint8Array): void {
    if (this.#step > 0) {
      this.#reader.feed(bytes, ({ op }, payload) => this.#hear(op, payload))
      return
    }
    this.#head += Buffer.from(bytes).toString('latin1')
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    if (!this.#head.startsWith('HTTP/1.1 101')) throw new Error(`the upgrade was answered: ${this.#head.slice(0, 200)}`)
    const rest = Buffer.from(this.#head.slice(end + 4), 'latin1')
    this.#head = ''
    this.#ask()
    if (rest.length > 0) this.#read(rest)
  }

  #hear(op: number, payload: Uint8Array): void {
    if (op === 9) this.#socket?.write(frameBytes(payload, { opcode: PONG }))
    if (op !== 1 || !this.#memory) return
    const text = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8')
    if (text.startsWith('[0,"people"')) this.#memory.people = /"version":"([^"]+)"/.exec(text.slice(0, 100))?.[1]
    if (text.startsWith('[0,"events"')) this.#takeEvents(text, this.#memory)
    else if (text.startsWith('[0,"heads"')) this.#say(9, 'heartbeat', {})
    else if (!text.startsWith('[0,') && !text.startsWith('[9,')) this.#goOn(text, this.#memory)
  }

  /** The answer to each step leads to the next; a client with a cursor has no name to choose and knows its room. */
  #goOn(text: string, memory: Memory): void {
    if (!/^\[\d,"ok"/.test(text)) throw new Error(`step ${this.#step} on the way into the room: ${text.slice(0, 200)}`)
    if (text.startsWith('[3,')) memory.room = /"id":"(r\w{12})"/.exec(text)?.[1] ?? ''
    if (text.startsWith('[4,')) this.#joined(text, memory)
    else this.#ask()
  }

  #ask(): void {
    const memory = this.#memory
    this.#step++
    if (!memory) {
      this.#arrive()
      return
    }
    const isBack = memory.epoch !== ''
    if (isBack && this.#step > 1) this.#step = 4
    if (this.#step === 1) this.#say(1, 'hello', { v: 1, token: memory.token })
    else if (this.#step === 2) this.#say(2, 'profile.set', { name: memory.name, look: 1 })
    else if (this.#step === 3) this.#say(3, 'room.open', { name: memory.roomName })
    else {
      const { room, cursor, epoch, people } = memory
      this.#say(4, 'room.join', isBack ? { room, after: cursor, epoch, people } : { room })
    }
  }

  #joined(text: string, memory: Memory): void {
    if (memory.epoch === '') {
      memory.epoch = /"epoch":"(\w+)"/.exec(text)?.[1] ?? ''
      memory.cursor = Number(/"as_of":(\d+)/.exec(text)?.[1] ?? 0)
    } else if (!text.includes('"mode":"resumed"')) {
      this.#faults.notResumed++
      memory.cursor = Number(/"as_of":(\d+)/.exec(text)?.[1] ?? memory.cursor)
    }
    this.#lookWhere(memory)
  }

  #takeEvents(text: string, memory: Memory): void {
    for (const [, seq = '', rest = ''] of text.matchAll(/\{"seq":(\d+),(.*?)(?=\{"seq":|$)/g)) {
      const number = Number(seq)
      if (number <= memory.cursor) continue
      this.#faults.lost += number - memory.cursor - 1
      memory.cursor = number
      const cid = /"cid":"([\w-]+)"/.exec(rest)?.[1] ?? seq
      if (this.#cids.has(cid)) this.#faults.doubled++
      this.#cids.add(cid)
    }
    this.#lookWhere(memory)
  }

  #lookWhere(memory: Memory): void {
    if (this.#step === 4 && memory.epoch !== '' && memory.cursor >= this.target) this.#arrive()
  }

  #arrive(): void {
    if (this.#isThere) return
    this.#isThere = true
    this.onThere()
  }

  #say(ref: number, type: string, fields: object): void {
    this.#socket?.write(frameBytes(JSON.stringify([ref, type, fields])))
  }
}
