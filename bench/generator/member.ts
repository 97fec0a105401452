import { Unsent } from '#server/commands/bench/load/unsent.ts'
import { type Frame, FrameReader, frameOf } from '#server/commands/bench/load/wire.ts'
import { nextRef, nextStep, type Speech, understand, upgradeOf } from './speech.ts'

export type Role = 'sink' | 'probe' | 'sender'
export type World = {
  speech: Speech
  path: string
  port: number
  token(index: number): string
  joined(): void
  lost(): void
  message(member: Member, text: string): void
  answer(text: string): void
}

/** One connection: its way into the room, then what it hears. */
export class Member {
  readonly index: number
  readonly room: number
  readonly role: Role
  roomId = ''
  step = 0
  frames = 0
  bytes = 0
  bytesBefore = 0
  messages = 0
  nextNumber: Uint32Array = new Uint32Array(0)
  lastSeq = 0
  stage: 'upgrading' | 'greeting' | 'joined' | 'gone' = 'upgrading'
  readonly #world: World
  readonly #reader = new FrameReader()
  readonly #unsent = new Unsent()
  #head = ''

  constructor(world: World, place: { index: number; room: number; role: Role }) {
    this.#world = world
    this.index = place.index
    this.room = place.room
    this.role = place.role
  }

  get bytesOfRun(): number {
    return this.bytes - this.bytesBefore
  }

  async connect(): Promise<void> {
    await Bun.connect({
      hostname: '127.0.0.1',
      port: this.#world.port,
      socket: {
        open: (socket) => {
          this.#unsent.goTo(socket)
          socket.write(upgradeOf(this.#world.speech, this.#world.path, this.#world.port))
        },
        data: (_socket, bytes) => this.#read(bytes),
        drain: () => this.#unsent.flush(),
        close: () => this.#drop(),
        error: () => this.#drop(),
      },
    })
  }

  write(text: string): void {
    this.#writeFrame(frameOf(1, text))
  }

  #writeFrame(frame: Uint8Array): void {
    if (this.stage === 'gone') return
    this.#unsent.add(frame)
  }

  #drop(): void {
    if (this.stage === 'gone') return
    if (this.stage !== 'joined') throw new Error(`connection ${this.index} was closed before it had joined`)
    this.stage = 'gone'
    this.#world.lost()
  }

  #read(bytes: Uint8Array): void {
    if (this.stage !== 'upgrading') {
      this.#reader.feed(bytes, (frame, payload) => this.#hear(frame, payload))
      return
    }
    this.#head += Buffer.from(bytes).toString('latin1')
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    if (!/^HTTP\/1.1 101 /.test(this.#head)) throw new Error(`the upgrade was answered: ${this.#head.slice(0, 200)}`)
    const rest = Buffer.from(this.#head.slice(end + 4), 'latin1')
    this.#head = ''
    this.stage = 'greeting'
    if (this.#world.speech === 'bare') this.#arrive()
    else if (this.#world.speech === 'teahouse') this.#askNext()
    if (rest.length > 0) this.#read(rest)
  }

  #arrive(): void {
    this.stage = 'joined'
    this.#reader.whole = this.role !== 'sink'
    this.#world.joined()
  }

  #askNext(): void {
    const command = nextStep(this, this.#world.token(this.index))
    if (command === null) this.#arrive()
    else this.write(command)
  }

  #hear(frame: Frame, payload: Uint8Array): void {
    const { op } = frame
    if (op === 8) this.#drop()
    else if (op === 9) this.#writeFrame(frameOf(10, payload.slice()))
    else if (op !== 10) this.#hearText(frame, Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength))
  }

  #hearText(frame: Frame, text: Buffer): void {
    if (this.stage === 'greeting') {
      this.#goOn(text.toString('utf8'))
      return
    }
    const said = understand(this.#world.speech, text.toString('latin1', 0, 10), frame.payload)
    if (said === 'message') {
      this.frames++
      this.bytes += frame.header + frame.payload
      if (this.role === 'probe') this.#world.message(this, text.toString('latin1'))
    } else if (said === 'answer' && this.role === 'sender') this.#world.answer(text.toString('latin1'))
    else if (said === 'heads') this.write(`[${nextRef()},"heartbeat",{}]`)
    else if (said === 'ping') this.write('3')
    else if (said === 'goodbye') this.#drop()
  }

  #goOn(text: string): void {
    if (this.#world.speech === 'engine') {
      if (text.startsWith('0{')) this.write('40')
      if (text.startsWith('44')) throw new Error(`Socket.IO refused: ${text.slice(0, 200)}`)
      if (text.startsWith('40')) this.#arrive()
      return
    }
    if (understand('teahouse', text, text.length) !== 'answer') return
    if (!/^\[\d+,"ok"/.test(text))
      throw new Error(`step ${this.step} of a guest's way into the room: ${text.slice(0, 200)}`)
    if (this.step === 2) this.roomId = /"id":"(r\w{12})"/.exec(text)?.[1] ?? ''
    this.step++
    this.#askNext()
  }
}
