import * as v from 'valibot'
import { closes } from '#protocol/closes.ts'
import { commands, pushes } from '#protocol/index.ts'
import { refusals } from '#protocol/refusals.ts'
import { subprotocol } from '#protocol/version.ts'
import { PATIENCE_MS } from '#tests/kit/patience.ts'
import type { TestServer } from '#tests/kit/server.ts'

const frame = v.tuple([v.number(), v.string(), v.looseObject({})])
const refusal = v.looseObject({ code: v.picklist(Object.keys(refusals)), retry_after_ms: v.optional(v.number()) })
const replies = new Map<string, v.GenericSchema>(Object.entries(commands).map(([name, { reply }]) => [name, reply]))
const kinds = new Map<string, v.GenericSchema>(Object.entries(pushes))

export type Answer = { kind: string; body: Record<string, unknown> }
type Asked = { name: string; text: string; answer: (answer: Answer) => void }

/** Somebody on the wire who sends anything, and looks at everything that comes back. What is wrong is gathered as `faults`. */
export class Speaker {
  readonly faults: { what: string; text: string }[] = []
  /** Answers by what they said: `ok`, the code of a refusal, `unknown`. */
  readonly said: Map<string, number>
  closed: number | null = null
  readonly #socket: WebSocket
  readonly #asked = new Map<number, Asked>()
  /** Frames that were no commands: each is refused, mostly with ref 0. */
  #nonsense = 0
  #ref = 0
  #wakers: (() => void)[] = []

  private constructor(socket: WebSocket, said: Map<string, number>) {
    this.#socket = socket
    this.said = said
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)))
    socket.addEventListener('close', ({ code }) => this.#end(code))
  }

  static async open(server: Pick<TestServer, 'socketUrl'>, said: Map<string, number>): Promise<Speaker> {
    const socket = new WebSocket(server.socketUrl, [subprotocol])
    const speaker = new Speaker(socket, said)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('close', ({ code }) => reject(new Error(`closed with ${code}`)))
    })
    return speaker
  }

  /** The answer; `closed` where the connection ended first. */
  ask(name: string, input: unknown): Promise<Answer> {
    return new Promise((answer) => this.send(name, input, answer))
  }

  async ok(name: string, input: unknown): Promise<Record<string, unknown>> {
    const { kind, body } = await this.ask(name, input)
    if (kind !== 'ok') throw new Error(`${name}: ${kind} ${JSON.stringify(body)}`)
    return body
  }

  send(name: string, input: unknown, answer: (answer: Answer) => void = () => {}): void {
    const ref = ++this.#ref
    const text = JSON.stringify([ref, name, input])
    if (this.closed === null) {
      this.#asked.set(ref, { name, text, answer })
      this.#socket.send(text)
    } else answer({ kind: 'closed', body: {} })
  }

  /** A frame that is no command. It is refused once, too. */
  sendNonsense(text: string): void {
    if (this.closed !== null) return
    this.#nonsense++
    this.#socket.send(text)
  }

  /** Resolves when all was answered, or the connection has ended: whatever waits without an end is a fault (P-6). */
  async settled(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS
    while (this.closed === null && this.#asked.size + this.#nonsense > 0) {
      const leftMs = deadline - Date.now()
      if (leftMs <= 0) return this.#complainOfSilence()
      await this.#news(leftMs)
    }
  }

  close(): void {
    this.#socket.close()
  }

  #complainOfSilence(): void {
    for (const { text } of this.#asked.values()) this.faults.push({ what: 'no answer (P-6)', text })
    if (this.#nonsense > 0)
      this.faults.push({ what: `${this.#nonsense} frames that were no command got no answer`, text: '' })
    this.#asked.clear()
    this.#nonsense = 0
  }

  #news(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      this.#wakers.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #hear(text: string): void {
    try {
      const [ref, kind, body] = v.parse(frame, JSON.parse(text))
      if (ref === 0 && kind !== 'no') this.#hearPush(kind, body)
      else this.#hearAnswer(ref, kind, body)
    } catch (error) {
      this.#fault(String(error), text)
    }
    for (const wake of this.#wakers.splice(0)) wake()
  }

  #hearPush(kind: string, body: Record<string, unknown>): void {
    const schema = kinds.get(kind)
    if (!schema || !v.is(schema, body))
      this.#fault(`a push ${kind} that the protocol does not know`, JSON.stringify(body))
  }

  #hearAnswer(ref: number, kind: string, body: Record<string, unknown>): void {
    const asked = this.#asked.get(ref)
    this.#asked.delete(ref)
    this.#count(kind === 'no' ? String(body['code']) : kind)
    if (kind === 'no') this.#hearRefusal(body, asked?.text ?? '')
    if (asked) this.#hearReply(asked, kind, body)
    else this.#hearNonsense(kind, JSON.stringify([ref, kind, body]))
  }

  #hearReply(asked: Asked, kind: string, body: Record<string, unknown>): void {
    if (kind === 'ok') {
      const schema = replies.get(asked.name)
      if (!schema || !v.is(schema, body)) this.#fault(`a reply of another shape: ${JSON.stringify(body)}`, asked.text)
    } else if (kind !== 'no') this.#fault(`answered ${kind}`, asked.text)
    asked.answer({ kind, body })
  }

  #hearNonsense(kind: string, text: string): void {
    if (kind !== 'no') this.#fault('an answer to nothing that was asked', text)
    else if (this.#nonsense-- <= 0) this.#fault('a second answer, or one to nothing', text)
  }

  #hearRefusal(body: Record<string, unknown>, text: string): void {
    const { success, output } = v.safeParse(refusal, body)
    if (!success) {
      this.#fault(`a refusal that is not in the table: ${JSON.stringify(body)}`, text)
      return
    }
    const code = Object.entries(refusals).find(([known]) => known === output.code)?.[1]
    if (output.code === 'internal') this.#fault('internal: a bug, and no refusal', text)
    if (code?.retry === 'later' && !(Number(output.retry_after_ms) >= 0))
      this.#fault(`${output.code} does not say when to come back`, text)
  }

  #end(code: number): void {
    this.closed = code
    const known: readonly number[] = Object.values(closes)
    if (!known.includes(code) && code !== 1000 && code !== 1005) this.#fault(`closed with ${code}`, '')
    for (const { answer } of this.#asked.values()) answer({ kind: 'closed', body: {} })
    this.#asked.clear()
    this.#nonsense = 0
    for (const wake of this.#wakers.splice(0)) wake()
  }

  #count(what: string): void {
    this.said.set(what, (this.said.get(what) ?? 0) + 1)
  }

  #fault(what: string, text: string): void {
    this.faults.push({ what, text: text.slice(0, 400) })
  }
}
