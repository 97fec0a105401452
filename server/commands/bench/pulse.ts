import * as v from 'valibot'
import { quantile } from './machine.ts'

const EVERY_MS = 20
const OPEN_MS = 5_000
const session = v.object({ token: v.string() })

/**
 * One more guest, who asks the server something small 50 times a second, whether or not it was answered. Each answer waits for
 * whatever the event loop is busy with, so this is how long the loop is held.
 */
export class Pulse {
  readonly #socket: WebSocket
  /** When each that is not answered yet was asked. */
  readonly #asked: number[] = []
  readonly #waits: { atMs: number; ms: number }[] = []
  readonly #timer: ReturnType<typeof setInterval>
  #ref = 1

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#hear(String(data))
    this.#timer = setInterval(() => this.#ask(), EVERY_MS)
  }

  static async open(port: number, basePath: string): Promise<Pulse> {
    const response = await fetch(`http://127.0.0.1:${port}${basePath}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"locale":"en","as":"token"}',
    })
    const { token } = v.parse(session, await response.json())
    const socket = new WebSocket(`ws://127.0.0.1:${port}${basePath}/ws`, 'teahouse.v1')
    const opened = Promise.withResolvers<void>()
    const late = setTimeout(() => opened.reject(new Error('The second server does not answer.')), OPEN_MS)
    socket.onopen = () => socket.send(JSON.stringify([1, 'hello', { v: 1, token }]))
    socket.onmessage = ({ data }) => {
      if (String(data).startsWith('[1,"ok"')) opened.resolve()
    }
    socket.onclose = () => opened.reject(new Error('The second server hung up.'))
    try {
      await opened.promise
    } finally {
      clearTimeout(late)
    }
    return new Pulse(socket)
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** What was asked between the two moments of `performance.now()`: p99 of its waits in ms. What is not answered yet has waited until now. */
  lagBetween(fromMs: number, toMs: number): number {
    const nowMs = performance.now()
    const open = this.#asked.map((atMs) => ({ atMs, ms: nowMs - atMs }))
    const waits = [...this.#waits, ...open].filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    this.#waits.splice(0)
    return quantile(
      waits.map(({ ms }) => ms),
      0.99,
    )
  }

  /** Resolves when the loop is free again, or after `mostMs`. */
  async untilCalm(mostMs: number): Promise<void> {
    for (const endMs = performance.now() + mostMs; performance.now() < endMs; ) {
      if (this.#asked.length <= 1) return
      await Bun.sleep(EVERY_MS)
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#socket.close()
  }

  #ask(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#asked.push(performance.now())
    this.#socket.send(`[${++this.#ref},"heartbeat",{}]`)
  }

  #hear(text: string): void {
    if (text.startsWith('[0,')) return
    const atMs = this.#asked.shift()
    if (atMs !== undefined) this.#waits.push({ atMs, ms: performance.now() - atMs })
  }
}
