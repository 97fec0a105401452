import { tickWidth } from '#server/delivery/pace.ts'
import { type Contestant, contestants } from './contestants.ts'
import { type Crowded, reasonToSkip, withCrowd } from './fan-out.ts'
import type { Kind, RunResult } from './generator.ts'
import { type JoinFigures, measureJoins } from './growth/joins.ts'
import { measureRooms, type RoomsFigures } from './growth/rooms.ts'
import { tokenOf } from './growth/visitor.ts'
import { judgeFanOut, type Verdict } from './judge.ts'
import { keepOffServer } from './machine.ts'
import type { Options } from './options.ts'

/** `idleShare`: the part of a core that the server takes when nobody speaks, heartbeats and all. */
export type GrowthRun = { run: RunResult; idleShare: number; verdict: Verdict }
/** One size of room. `proportion`: as many messages in a frame as in each other size; `same`: as many a second. */
export type Size = {
  members: number
  tickMs: number
  proportion: GrowthRun[]
  same: GrowthRun[]
  bare: GrowthRun[]
  join: JoinFigures | null
  skipped: string | null
}
export type GrowthResults = { sizes: Size[]; rooms: RoomsFigures | null; windowS: number; skipped: string | null }

/** Messages a tick, so that each frame has so many in a room of any size. */
export const A_TICK = 3
export const SAME_RATE = 10
const EVERY = 50
const MOST_IDLE_S = 2
/** A window of all that is usual would take too long for so many sizes. */
const MOST_ROUNDS = 2
const MOST_WINDOW_S = 3
const WARM_S = 0.5

const raised = {
  LIMIT_JOINS_BURST: '1000000',
  LIMIT_JOINS_PER_SECOND: '1000000',
  LIMIT_ROOMS_PER_HOUR: '1000000',
}

/** Scenario (PERF-14): what a delivery costs as a room grows, what an empty room costs the others, what a join brings in a large room. */
export async function measureGrowth(
  teahouse: Contestant,
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<GrowthResults> {
  keepOffServer()
  const ours = { ...teahouse, env: { ...teahouse.env, ...raised } }
  const bun0 = contestants.find(({ key }) => key === 'bun0')
  const times = { windowS: Math.min(MOST_WINDOW_S, options.windowS / 2), warmS: WARM_S, drainS: options.drainS }
  const rounds = Math.min(MOST_ROUNDS, options.rounds)
  const plan = { kind, times, rounds, idleS: Math.min(MOST_IDLE_S, options.restS / 3) }
  const results: GrowthResults = { sizes: [], rooms: null, windowS: times.windowS, skipped: null }
  for (const members of options.sizes) {
    const size: Size = {
      members,
      tickMs: tickWidth(members),
      proportion: [],
      same: [],
      bare: [],
      join: null,
      skipped: null,
    }
    results.sizes.push(size)
    try {
      await requireCalm(ours, members, options)
      await measureSize({ ...plan, contestant: ours }, size)
      if (bun0) size.bare = await measureBare({ ...plan, contestant: bun0 }, members)
      say(`a room of ${members}: ${told(size)}`)
    } catch (error) {
      size.skipped = error instanceof Error ? error.message : String(error)
      say(`a room of ${members}: not measured, ${size.skipped}`)
    }
  }
  try {
    await requireCalm(ours, options.members, options)
    results.rooms = await measureRooms(ours, kind, { ...options, warmS: WARM_S }, say)
  } catch (error) {
    results.skipped = error instanceof Error ? error.message : String(error)
    say(`empty rooms: not measured, ${results.skipped}`)
  }
  return results
}

async function requireCalm(contestant: Contestant, members: number, options: Options): Promise<void> {
  const skipped = await reasonToSkip(contestant, members, options)
  if (skipped) throw new Error(skipped)
}

type Times = { warmS: number; windowS: number; drainS: number }
type Plan = { contestant: Contestant; kind: Kind; times: Times; rounds: number; idleS: number }

function measureSize({ contestant, kind, times, rounds, idleS }: Plan, size: Size): Promise<void> {
  const { members, tickMs } = size
  return withCrowd(contestant, kind, crowd, async (crowded) => {
    await crowded.join(members)
    size.join = await measureJoins(crowded.server.port, await tokenOf(crowded.server))
    const idleShare = await idleOf(crowded, idleS)
    const rate = (A_TICK * 1_000) / tickMs
    for (let round = 0; round < rounds; round++) {
      size.proportion.push(await runOne(crowded, rate, times, idleShare))
      size.same.push(await runOne(crowded, SAME_RATE, times, idleShare))
    }
  })
}

function measureBare({ contestant, kind, times, rounds, idleS }: Plan, members: number): Promise<GrowthRun[]> {
  return withCrowd(contestant, kind, crowd, async (crowded) => {
    await crowded.join(members)
    const idleShare = await idleOf(crowded, idleS)
    const runs: GrowthRun[] = []
    for (let round = 0; round < rounds; round++) runs.push(await runOne(crowded, SAME_RATE, times, idleShare))
    return runs
  })
}

const crowd = { rooms: 1, sendersEvery: EVERY, probesEvery: EVERY }

async function idleOf({ generator, server }: Crowded, idleS: number): Promise<number> {
  const { serverSeconds, seconds } = await generator.idle(idleS, server.pids())
  return serverSeconds / seconds
}

async function runOne(
  { generator, server }: Crowded,
  rate: number,
  times: Times,
  idleShare: number,
): Promise<GrowthRun> {
  const run = await generator.run(rate, times, server.pids())
  const verdict = judgeFanOut(run)
  // In a large room a window holds few frames, so one more or less looks like falling behind; whoever is through soon after is not.
  return { run, idleShare, verdict: verdict.is === 'behind' && run.drained ? { is: 'good' } : verdict }
}

/** Processor time of the server for each delivery beyond what it takes at rest, microseconds. */
export const microsADelivery = ({ run, idleShare }: GrowthRun): number =>
  ((run.serverSeconds - idleShare * run.seconds) * 1e6) / run.messages

export const microsAFrame = ({ run, idleShare }: GrowthRun): number =>
  ((run.serverSeconds - idleShare * run.seconds) * 1e6) / run.frames

function told({ proportion, same, bare, join }: Size): string {
  const words = (runs: readonly GrowthRun[]): string =>
    runs.map((one) => (one.verdict.is === 'void' ? one.verdict.why : `${microsADelivery(one).toFixed(2)} µs`)).join(' ')
  return `a delivery ${words(proportion)} in proportion, ${words(same)} at ${SAME_RATE}/s, Bun0 ${words(bare)}; a join ${join?.bytes} B, ${join?.p50.toFixed(2)} ms`
}
