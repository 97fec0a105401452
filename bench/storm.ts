import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { type Contestant, out } from './contestants.ts'
import { cpuSeconds, descriptorLimit, keepOffServer, reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { startServer } from './server-process.ts'
import { quantile } from './statistics.ts'
import { Crowds } from './storm/crowds.ts'
import { measureReturn, type ReturnResults } from './storm/return.ts'

/** Times after all lines broke, or the kill: until half of them, almost all, and the last one has what was said meanwhile. */
export type Storm = {
  p50: number
  p99: number
  last: number
  serverSeconds: number
  answers: number
  answerP99: number
  answerMost: number
}
export type StormResults = {
  clients: number
  rooms: number
  perSecond: number
  calm: Omit<Storm, 'p50' | 'p99' | 'last' | 'serverSeconds'>
  cuts: Storm[]
  kills: Storm[]
  /** Bare sockets, and a bare loop beside it. Null: why not. */
  bare: ReturnResults | null
  skipped: string | null
}

const OF_A_ROOM = 500
const BETWEEN_MS = 20
const CALM_MS = 5_000
/** What was missed is said when everybody is away: nobody comes back sooner than after 0.3 s. */
const AWAY_MS = 200

const noReturn = { bare: null, skipped: null }

/** Scenario: everybody comes back at once: real clients with their patience (P-32), then bare sockets that have none (PERF-15). */
export async function measureStorm(
  teahouse: Contestant,
  options: Options,
  say: (line: string) => void,
): Promise<StormResults> {
  const results = await measureClients(teahouse, options, say)
  try {
    const busy = options.busyOk ? null : await reasonBusy(options.calmS)
    if (busy) throw new Error(busy)
    results.bare = await measureReturn(teahouse, { clients: options.returners, rounds: options.rounds }, say)
  } catch (error) {
    results.skipped = error instanceof Error ? error.message : String(error)
    say(`bare sockets: not measured, ${results.skipped}`)
  }
  return results
}

/** All lines broken, and the server killed. */
async function measureClients(
  teahouse: Contestant,
  options: Options,
  say: (line: string) => void,
): Promise<StormResults> {
  const { clients } = options
  if (descriptorLimit() < clients + 1_000) throw new Error(`only ${descriptorLimit()} file descriptors a process`)
  const busy = options.busyOk ? null : await reasonBusy(options.calmS)
  if (busy) throw new Error(busy)
  keepOffServer()
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'storm-'))
  const contestant = { ...teahouse, env: { ...teahouse.env, DATA_DIR: folder } }
  const rooms = Math.ceil(clients / OF_A_ROOM)
  let server = await startServer(contestant)
  const { port } = server
  const at = { url: `http://127.0.0.1:${port}`, socketUrl: `ws://127.0.0.1:${port}/ws` }
  const crowds = new Crowds(at, { clients, rooms })
  const talkers = new Talkers()
  try {
    await talkers.open(at, rooms)
    await crowds.here()
    say(`${clients} clients in ${rooms} rooms`)
    const calm = await talkers.during(Bun.sleep(CALM_MS))
    const results: StormResults = {
      clients,
      rooms,
      perSecond: 1_000 / BETWEEN_MS,
      calm,
      cuts: [],
      kills: [],
      ...noReturn,
    }
    for (let round = 0; round < options.rounds; round++) {
      results.cuts.push(
        await storm({ crowds, talkers, cpu: () => cpuSeconds(server.pids()) }, `cut ${round}`, async () =>
          crowds.cut(),
        ),
      )
      say(`lines broken: ${told(results.cuts)}`)
      const kill = async () => {
        await server.kill()
        server = await startServer(contestant, { port })
      }
      results.kills.push(await storm({ crowds, talkers, cpu: () => cpuSeconds(server.pids()) }, `kill ${round}`, kill))
      say(`server killed: ${told(results.kills)}`)
    }
    return results
  } finally {
    talkers.close()
    await crowds.stop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Cast = { crowds: Crowds; talkers: Talkers; cpu(): number }

async function storm({ crowds, talkers, cpu }: Cast, marker: string, strike: () => Promise<void>): Promise<Storm> {
  await crowds.waitFor(marker)
  const [startMs, startSeconds] = [Date.now(), cpu()]
  const struck = strike().then(async () => {
    await Bun.sleep(AWAY_MS)
    talkers.sayEverywhere(marker)
    return crowds.back()
  })
  const answers = await talkers.during(struck)
  // A new process begins at zero.
  const serverSeconds = marker.startsWith('kill') ? cpu() : cpu() - startSeconds
  const took = (await struck).map((ms) => ms - startMs)
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), last: Math.max(...took), serverSeconds, ...answers }
}

/** One in each room, on lines of their own: those who are in, and go on talking. */
class Talkers {
  readonly #guests: Guest[] = []

  async open(at: { url: string; socketUrl: string }, rooms: number): Promise<void> {
    for (let n = 0; n < rooms; n++) this.#guests.push(await bringGuest(at, { name: `talker ${n}`, room: `storm-${n}` }))
    // Somebody has to look at a room for its client to stay in it.
    for (const { room } of this.#guests) room.listen({})
  }

  sayEverywhere(body: string): void {
    for (const { room } of this.#guests) room.post(body)
  }

  /** Talks until `until` resolves; how long the answers took of those who had a line when they asked. */
  async during(until: Promise<unknown>): Promise<{ answers: number; answerP99: number; answerMost: number }> {
    const tookMs: number[] = []
    const asking = new Set<Promise<void>>()
    let turn = 0
    const timer = setInterval(() => {
      const one = this.#guests[turn++ % this.#guests.length]
      if (one?.client.status.name !== 'online' || !one.room.info) return
      const startMs = performance.now()
      const cid = crypto.randomUUID()
      const asked = one.client.call('message.post', { room: one.room.info.id, cid, body: `talk ${turn}` }).then(
        () => void tookMs.push(performance.now() - startMs),
        // The line broke under it: that is the storm, not its answer.
        () => {},
      )
      asking.add(asked)
      void asked.finally(() => asking.delete(asked))
    }, BETWEEN_MS)
    await until
    clearInterval(timer)
    await Promise.all(asking)
    return { answers: tookMs.length, answerP99: quantile(tookMs, 0.99), answerMost: Math.max(...tookMs) }
  }

  close(): void {
    for (const guest of this.#guests) guest.leaves()
  }
}

function told(storms: readonly Storm[]): string {
  const last = storms.at(-1)
  return last
    ? `half back after ${Math.round(last.p50)} ms, the last after ${Math.round(last.last)} ms, ${last.serverSeconds.toFixed(2)} s of the server's processor; answers p99 ${last.answerP99.toFixed(1)} ms of ${last.answers}`
    : ''
}
