import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import type { Contestant } from './contestants.ts'
import { reasonToSkip, withCrowd } from './fan-out.ts'
import type { Kind, RunResult } from './generator.ts'
import { Guests } from './guests.ts'
import { linesOf } from './lines-of.ts'
import { behindAll, generatorCore, pinned } from './machine.ts'
import type { Options } from './options.ts'

/** Delivery to those who read, and the server's memory; alone and beside somebody who does harm. */
export type Pair = { alone: RunResult; beside: RunResult; aloneBytes: number; besideBytes: number }
/** `afterBytes`: some seconds after the dead are gone. */
export type DeadRound = Pair & { cut: number; afterBytes: number }
export type FloodRound = Pair & { sent: number; refused: number; closed: number }
export type SlowReadersResults = {
  members: number
  rate: number
  dead: number
  deadRounds: DeadRound[]
  floodPerSecond: number
  floodRounds: FloodRound[]
}

const SHARE = 0.1
/** Enough bytes that a dead reader is full of them, and cut, within the window. */
const RATE = 1_000
const EVERY = 50
const MOST_REST_S = 10
const FLOOD_PER_SECOND = 50_000
const FLOOD_RATE = 300
/** So many send that none of them is over its budget, which is here as installed. */
const FLOOD_EVERY = 3
const asInstalled = {
  LIMIT_MESSAGES_BURST: '10',
  LIMIT_MESSAGES_PER_SECOND: '1',
  LIMIT_COMMANDS_BURST: '60',
  LIMIT_COMMANDS_PER_SECOND: '30',
  LIMIT_FLOOD_PER_SECOND: '200',
}
const cutTold = v.object({ cut: v.number() })
const floodTold = v.object({ sent: v.number(), refused: v.number(), closed: v.number() })

/** Scenario: readers who do not read (P-12), and one person who floods another room (P-14): what the others notice. */
export async function measureSlowReaders(
  teahouse: Contestant,
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<SlowReadersResults> {
  const { members } = options
  const dead = Math.round(members * SHARE)
  const results: SlowReadersResults = {
    members,
    rate: RATE,
    dead,
    deadRounds: [],
    floodPerSecond: FLOOD_PER_SECOND,
    floodRounds: [],
  }
  for (let round = 0; round < options.rounds; round++) {
    const skipped = await reasonToSkip(teahouse, members, options)
    if (skipped) throw new Error(skipped)
    results.deadRounds.push(await measureDead(teahouse, kind, options, dead))
    say(`${dead} dead readers: ${told(results.deadRounds)}, cut ${results.deadRounds.at(-1)?.cut} times`)
    results.floodRounds.push(await measureFlood(teahouse, kind, options))
    const flood = results.floodRounds.at(-1)
    say(
      `a flood in another room: ${told(results.floodRounds)}, ${flood?.sent} sent, ${flood?.refused} refused, sent away ${flood?.closed} times`,
    )
  }
  return results
}

/**
 * First all of them read, then a tenth does not, in a fresh server each: as many in the room both times, for the tick of a
 * room goes by how many are in it.
 */
async function measureDead(teahouse: Contestant, kind: Kind, options: Options, dead: number): Promise<DeadRound> {
  const crowd = { rooms: 1, sendersEvery: EVERY, probesEvery: EVERY }
  const alone = await withCrowd(teahouse, kind, crowd, async ({ server, generator, join }) => {
    await join(options.members)
    return generator.run(RATE, options, server.pids())
  })
  return withCrowd(teahouse, kind, crowd, async ({ server, generator, join }) => {
    await join(options.members - dead)
    const tokens = await tokensFor(server.port, server.folder, dead)
    await generator.run(RATE, { ...options, windowS: options.warmS }, server.pids())
    const aloneBytes = server.residentBytes()
    const harm = await Harm.begin('dead.ts', [String(server.port), 'bench-0', ...tokens])
    const beside = await generator.run(RATE, options, server.pids())
    const besideBytes = server.residentBytes()
    const ended = await harm.end(cutTold)
    await generator.idle(Math.min(MOST_REST_S, options.restS), server.pids())
    return { alone, beside, aloneBytes, besideBytes, ...ended, afterBytes: server.residentBytes() }
  })
}

function measureFlood(teahouse: Contestant, kind: Kind, options: Options): Promise<FloodRound> {
  const crowd = { rooms: 1, sendersEvery: FLOOD_EVERY, probesEvery: EVERY }
  const contestant = { ...teahouse, env: { ...teahouse.env, ...asInstalled } }
  return withCrowd(contestant, kind, crowd, async ({ server, generator, join }) => {
    await join(options.members)
    const [token = ''] = await tokensFor(server.port, server.folder, 1)
    const rate = Math.min(FLOOD_RATE, Math.floor(options.members / FLOOD_EVERY / 2))
    const alone = await generator.run(rate, options, server.pids())
    const aloneBytes = server.residentBytes()
    const harm = await Harm.begin('flood.ts', [String(server.port), 'flooded', String(FLOOD_PER_SECOND), token])
    const beside = await generator.run(rate, options, server.pids())
    const besideBytes = server.residentBytes()
    return { alone, beside, aloneBytes, besideBytes, ...(await harm.end(floodTold)) }
  })
}

async function tokensFor(port: number, folder: string, count: number): Promise<string[]> {
  const guests = new Guests(port, folder, 'harm')
  await guests.make(count)
  return readFileSync(guests.file, 'utf8').trim().split('\n')
}

/** Who does harm, in a process of its own. */
class Harm {
  readonly #child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>
  readonly #lines: AsyncIterator<string>

  private constructor(program: string, words: readonly string[]) {
    const command = [
      ...behindAll,
      process.execPath,
      '--no-orphans',
      path.join(import.meta.dir, 'slow-readers', program),
    ]
    this.#child = Bun.spawn(pinned(generatorCore, [...command, ...words]), {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'inherit',
    })
    this.#lines = linesOf(this.#child.stdout)
  }

  static async begin(program: string, words: readonly string[]): Promise<Harm> {
    const harm = new Harm(program, words)
    await harm.#next()
    return harm
  }

  async end<S extends v.GenericSchema>(schema: S): Promise<v.InferOutput<S>> {
    this.#child.stdin.end()
    const said = v.parse(schema, JSON.parse(await this.#next()))
    await this.#child.exited
    return said
  }

  async #next(): Promise<string> {
    const { value } = await this.#lines.next()
    if (!value) throw new Error('Who does harm has ended.')
    return value
  }
}

function told(pairs: readonly Pair[]): string {
  const last = pairs.at(-1)
  if (!last) return ''
  const { alone, beside } = last
  return `p99 ${alone.delivery.p99.toFixed(1)} → ${beside.delivery.p99.toFixed(1)} ms, ${Math.round(last.aloneBytes / 1e6)} → ${Math.round(last.besideBytes / 1e6)} MB`
}
