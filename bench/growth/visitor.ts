import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { subprotocol } from '#protocol/version.ts'
import { Guests } from '../guests.ts'
import type { ServerProcess } from '../server-process.ts'

/** An answer as it came: its fields, its size on the wire, and how long it took. */
export type Answer = { fields: unknown; bytes: number; ms: number }

const answerShape = v.tuple([v.number(), v.string(), v.unknown()])
const roomShape = v.object({ room: v.object({ id: v.string() }) })
const ANSWER_MS = 30_000

/** Somebody on a bare socket, to see what an answer weighs: the SDK would have read it already. */
export class Visitor {
  /** What nobody asked for, as it came. */
  onPush: (text: string) => void = () => {}
  readonly #socket: WebSocket
  readonly #asked = new Map<number, { startMs: number; done: (answer: Answer) => void; fail: (error: Error) => void }>()
  #ref = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#hear(String(data), performance.now())
    socket.onclose = ({ code }) => {
      for (const { fail } of this.#asked.values()) fail(new Error(`the visitor's line was closed: ${code}`))
    }
  }

  /** Of a new guest. */
  static async enter(port: number, token: string, name: string): Promise<Visitor> {
    const visitor = await Visitor.again(port, token)
    await visitor.ask('profile.set', { name, look: 1 })
    return visitor
  }

  /** Of somebody who has a name already. */
  static async again(port: number, token: string): Promise<Visitor> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, subprotocol)
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve()
      socket.onclose = ({ code }) => reject(new Error(`the visitor was not let in: ${code}`))
    })
    const visitor = new Visitor(socket)
    await visitor.ask('hello', { v: 1, token })
    return visitor
  }

  /** Throws for everything but `ok`. */
  ask(type: string, fields: object): Promise<Answer> {
    const ref = ++this.#ref
    const asked = Promise.withResolvers<Answer>()
    const late = setTimeout(() => asked.reject(new Error(`${type} was not answered for 30 s`)), ANSWER_MS)
    this.#asked.set(ref, { startMs: performance.now(), done: asked.resolve, fail: asked.reject })
    this.#socket.send(JSON.stringify([ref, type, fields]))
    return asked.promise.finally(() => clearTimeout(late))
  }

  async open(name: string): Promise<string> {
    const { fields } = await this.ask('room.open', { name })
    return v.parse(roomShape, fields).room.id
  }

  leave(): void {
    this.#socket.close()
  }

  #hear(text: string, nowMs: number): void {
    // What nobody asked for begins with 0, and may be long.
    if (text.startsWith('[0,')) {
      if (text.startsWith('[0,"heads"')) this.ask('heartbeat', {}).catch(() => {})
      this.onPush(text)
      return
    }
    const [ref, kind, fields] = v.parse(answerShape, JSON.parse(text))
    const one = this.#asked.get(ref)
    this.#asked.delete(ref)
    if (kind === 'ok') one?.done({ fields, bytes: Buffer.byteLength(text), ms: nowMs - one.startMs })
    else one?.fail(new Error(`refused: ${text.slice(0, 200)}`))
  }
}

/** Makes a guest. */
export async function tokenOf({ port, folder }: Pick<ServerProcess, 'port' | 'folder'>): Promise<string> {
  const guests = new Guests(port, folder, 'visitors')
  await guests.make(1)
  return readFileSync(guests.file, 'utf8').trim().split('\n').at(-1) ?? ''
}
