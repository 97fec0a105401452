import { heldMb, tellingMemory } from '#tests/kit/held-memory.ts'
import { PATIENCE_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

/** Words of a log that say that an input met a bug, and not a refusal. */
const BUGS = /command_failed|request_failed|uncaught|unhandled|panic/i
/** What somebody who does nothing wrong may wait (promises.md 5), and so many times what it waits in peace: this machine's own share. */
const CANARY_MS = 100
const CALM_SHARE = 10
const CALM_MS = 500
/** What a process of this size may hold more than before, whatever came (P-28): caches and compiled code, and nothing for each input. */
const MOST_GROWTH_MB = 96

/**
 * What would only refuse nonsense before it is looked at. And nothing is ever pushed: whatever an address says, nobody is asked.
 * Requests come back faster than any machine makes them, and few are there at once: so the length of a run does not matter, and a budget
 * that is too small for the longest is too small for the one of `npm test`, which makes more than that.
 */
const unbounded = {
  LIMIT_CONNECTIONS_PER_PERSON: '10000',
  LIMIT_REQUESTS_BURST: '1000',
  LIMIT_REQUESTS_PER_SECOND: '1000000',
  LIMIT_JOINS_BURST: '1000000',
  LIMIT_JOINS_PER_SECOND: '1000000',
  LIMIT_UPLOADS_BURST: '100000',
  LIMIT_UPLOADS_OPEN: '100000',
  LIMIT_PERSON_FILES_BYTES: '10000000000',
  LIMIT_SEARCHES_BURST: '100000',
  LIMIT_EXPORTS_PER_HOUR: '100000',
  PUSH_AFTER_SECONDS: '3600',
}

export type Canary = { answers: number; p50: number; p99: number; most: number }

type House = { server: TestServer; canary: Worker; calm: Canary; beforeMb: number }

/** What a fuzzer plays on: a real server and somebody who talks in it meanwhile. Opened by the first who asks for it. */
export class World {
  #house: Promise<House> | null = null
  readonly #canaryMs: number

  /** `canaryMs`: what the canary's p99 may be, where it is not the promise that is asked for but that nothing stands still. */
  constructor(canaryMs = CANARY_MS) {
    this.#canaryMs = canaryMs
  }

  /** The server under test; started, with its canary, when it is asked for first. */
  async server(): Promise<TestServer> {
    this.#house ??= openHouse()
    return (await this.#house).server
  }

  /** What the server holds in memory now. */
  async heldMb(): Promise<number> {
    return heldMb(await this.server())
  }

  /**
   * What must hold whatever was sent: the process lives, the canary was answered, the log knows of no bug. Gives complaints
   * and figures; none of both when no fuzzer asked for a server.
   */
  async verdict(): Promise<{ complaints: string[]; figures: Record<string, number | string> }> {
    if (!this.#house) return { complaints: [], figures: {} }
    const { server, canary, calm, beforeMb } = await this.#house
    const { song, failed } = await hear(canary)
    const bound = this.#canaryMs + CALM_SHARE * calm.p99
    const bugs = [...server.words, ...server.lines.map((line) => JSON.stringify(line))].filter((said) =>
      BUGS.test(said),
    )
    const complaints = bugs.slice(0, 5)
    if (failed) complaints.push(failed)
    if (song.answers === 0) complaints.push('the canary was not answered at all')
    if (song.p99 > bound) complaints.push(`the canary waited: p99 ${song.p99} ms, may ${Math.round(bound)} ms`)
    const afterMb = await heldMb(server)
    if (afterMb - beforeMb > MOST_GROWTH_MB) complaints.push(`memory grew by ${Math.round(afterMb - beforeMb)} MB`)
    return {
      complaints,
      figures: {
        'canary answers': song.answers,
        'canary p50 / p99 / most, ms': `${song.p50} / ${song.p99} / ${song.most}`,
        'calm p99, ms': calm.p99,
        'held before / after, MB': `${Math.round(beforeMb)} / ${Math.round(afterMb)}`,
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#house) return
    const { server, canary } = await this.#house
    canary.terminate()
    await server.dispose()
  }
}

async function openHouse(): Promise<House> {
  const server = await startServer({ ...tellingMemory, env: unbounded })
  const canary = new Worker(new URL('./canary.ts', import.meta.url))
  const first = nextOf(canary)
  canary.postMessage({ server: { port: server.port, url: server.url } })
  const { sings, failed } = await first
  if (!sings) throw new Error(`the canary did not come in: ${failed}`)
  await Bun.sleep(CALM_MS)
  return { server, canary, calm: (await hear(canary)).song, beforeMb: await heldMb(server) }
}

type Told = { sings?: boolean; waits?: number[]; failed?: string | null }

function nextOf(canary: Worker): Promise<Told> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the canary is silent')), PATIENCE_MS)
    canary.addEventListener(
      'message',
      ({ data }: MessageEvent<Told>) => {
        clearTimeout(timer)
        resolve(data)
      },
      { once: true },
    )
  })
}

async function hear(canary: Worker): Promise<{ song: Canary; failed: string | null }> {
  const told = nextOf(canary)
  canary.postMessage({})
  const { waits = [], failed = null } = await told
  const sorted = waits.sort((one, other) => one - other)
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10
  return { song: { answers: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) }, failed }
}
