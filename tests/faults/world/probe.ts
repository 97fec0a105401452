import { newToken } from '#tests/kit/guest.ts'
import { joins, openV1, type V1Client } from '#tests/wire/v1-client.ts'
import { sleep } from './steady.ts'

const ANSWER_MS = 15_000
let probes = 0

/** Somebody from outside of the crowd who asks one thing at a time, and tells how it was answered: it mends nothing by itself. */
export class Probe {
  readonly #server: { readonly port: number; readonly url: string }
  readonly #token: string
  #client: V1Client | null = null

  private constructor(server: { readonly port: number; readonly url: string }, token: string) {
    this.#server = server
    this.#token = token
  }

  static async bring(server: { readonly port: number; readonly url: string }): Promise<Probe> {
    const probe = new Probe(server, await newToken(server.url))
    const client = await probe.#line()
    await client.call('profile.set', { name: `probe ${process.pid}.${++probes}`, look: 0 })
    return probe
  }

  /** `ok`, the code of a refusal, `unknown`, or `lost` where the line went first. */
  async says(text: string): Promise<string> {
    try {
      const { outcome, body } = await within(ANSWER_MS, (await this.#line()).post(text))
      return outcome === 'no' ? String(body['code']) : outcome
    } catch {
      this.leaves()
      await sleep(50)
      return 'lost'
    }
  }

  /** Reads a page of history; throws when it is not given. */
  async reads(): Promise<void> {
    const client = await this.#line()
    const { outcome, body } = await within(ANSWER_MS, client.call('room.history', { room: client.room, limit: 20 }))
    if (outcome !== 'ok') throw new Error(`a page of history was not given: ${JSON.stringify(body)}`)
  }

  /** How long an answer to a command that needs no disk takes. */
  async answerMs(): Promise<number> {
    const client = await this.#line()
    const sinceMs = performance.now()
    await within(ANSWER_MS, client.call('heartbeat', {}))
    return performance.now() - sinceMs
  }

  leaves(): void {
    this.#client?.leaves()
    this.#client = null
  }

  async #line(): Promise<V1Client> {
    if (this.#client && !this.#client.socket.ended) return this.#client
    const client = await within(ANSWER_MS, openV1(this.#server))
    await within(ANSWER_MS, client.call('hello', { v: 1, token: this.#token }))
    await within(ANSWER_MS, joins(client, 'probes'))
    this.#client = client
    return client
  }
}

function within<T>(ms: number, what: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms / 1_000} s`)), ms)
  return Promise.race([what, late.promise]).finally(() => clearTimeout(timer))
}
