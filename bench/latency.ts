import { tickWidth } from '#server/delivery/pace.ts'
import { type Contestant, contestants, out } from './contestants.ts'
import { measureDisk } from './disk.ts'
import { reasonToSkip, withCrowd } from './fan-out.ts'
import type { Generator, Kind, RunResult } from './generator.ts'
import { judgeFanOut, type Verdict } from './judge.ts'
import type { Options } from './options.ts'
import type { DiskFigures } from './results.ts'
import type { ServerProcess } from './server-process.ts'

/** `rate` is what was offered to all rooms together. */
export type Step = { who: Who; rate: number; run: RunResult; verdict: Verdict }
/** `same`: the bare loop at the rate of ours. */
export type Who = 'teahouse' | 'bun0' | 'bun0-same'
export type LatencyResults = {
  rooms: number
  ofARoom: number
  tickMs: number
  disk: DiskFigures
  ladder: Step[]
  /** The highest rate that each held; at most one step of the ladder below what it does not hold. */
  most: { teahouse: number; bun0: number }
  runs: Step[]
}

const OF_A_ROOM = 50
const SHARE = 0.6
/** Prime to the number of rooms, so that senders and probes are spread over all of them; 1 of 7 reads each message. */
const SENDERS_EVERY = 51
const PROBES_EVERY = 7
const FIRST_RATE = { teahouse: 1_000, bun0: 8_000 }
/** So often the first rate is halved where it is too much already. */
const MOST_LOWER = 5
const MOST_RATE = 64_000
const HALVINGS = 2
const MOST_STEP_S = 4
const MOST_WINDOW_S = 10
const MOST_WARM_S = 2
const MOST_ROUNDS = 2

/** Scenario (PERF-6): many rooms at six tenths of the most that the server holds: from sending to hearing, the tail too. */
export async function measureLatency(
  teahouse: Contestant,
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<LatencyResults> {
  const bun0 = contestants.find(({ key }) => key === 'bun0')
  if (!bun0) throw new Error('the bare loop is missing')
  const rooms = Math.max(1, Math.round(options.crowd / OF_A_ROOM))
  const skipped = await reasonToSkip(teahouse, options.crowd, options)
  if (skipped) throw new Error(skipped)
  const { drainS } = options
  const step = { warmS: MOST_WARM_S / 2, windowS: Math.min(MOST_STEP_S, options.windowS / 2), drainS }
  const halvings = options.quick ? 0 : HALVINGS
  const plans: Record<'teahouse' | 'bun0', Plan> = {
    teahouse: {
      contestant: teahouse,
      kind,
      rooms,
      members: rooms * OF_A_ROOM,
      probesEvery: PROBES_EVERY,
      sendersEvery: SENDERS_EVERY,
      step,
      halvings,
    },
    // The bare loop knows no rooms: it gets the same messages and deliveries in one room of 50.
    bun0: {
      contestant: bun0,
      kind,
      rooms: 1,
      members: OF_A_ROOM,
      probesEvery: PROBES_EVERY,
      sendersEvery: OF_A_ROOM,
      step,
      halvings,
    },
  }
  const ladder: Step[] = []
  const note = (one: Step): void => {
    ladder.push(one)
    say(
      `${one.who} ${Math.round(one.rate)}/s: p99 ${one.run.delivery.p99.toFixed(1)} ms, ${'why' in one.verdict ? one.verdict.why : one.verdict.is}`,
    )
  }
  const most = {
    teahouse: await findMost(plans.teahouse, 'teahouse', note),
    bun0: await findMost(plans.bun0, 'bun0', note),
  }
  say(`the most: ${most.teahouse}/s, the bare loop ${most.bun0}/s`)
  const times = {
    warmS: Math.min(MOST_WARM_S, options.warmS),
    windowS: Math.min(MOST_WINDOW_S, options.windowS / 2),
    drainS,
  }
  const runs: Step[] = []
  for (let round = 0; round < Math.min(MOST_ROUNDS, options.rounds); round++) {
    for (const who of ['teahouse', 'bun0', 'bun0-same'] as const) {
      const plan = plans[who === 'teahouse' ? 'teahouse' : 'bun0']
      const rate = SHARE * most[who === 'bun0' ? 'bun0' : 'teahouse']
      const one = await inCrowd(plan, ({ generator, server }) => runOne(generator, server, { who, rate, times }))
      runs.push(one)
      say(
        `${who} at ${Math.round(rate)}/s: p50 ${one.run.delivery.p50.toFixed(1)}, p99 ${one.run.delivery.p99.toFixed(1)}, p99.9 ${one.run.delivery.p999.toFixed(1)} ms, ${one.verdict.is}`,
      )
    }
  }
  return { rooms, ofARoom: OF_A_ROOM, tickMs: tickWidth(OF_A_ROOM), disk: measureDisk(out), ladder, most, runs }
}

type Times = { warmS: number; windowS: number; drainS: number }
type Plan = {
  contestant: Contestant
  kind: Kind
  rooms: number
  members: number
  sendersEvery: number
  probesEvery: number
  step: Times
  halvings: number
}

function inCrowd<T>(plan: Plan, work: (at: { generator: Generator; server: ServerProcess }) => Promise<T>): Promise<T> {
  const { contestant, kind, rooms, sendersEvery, probesEvery, members } = plan
  return withCrowd(contestant, kind, { rooms, sendersEvery, probesEvery }, async (crowded) => {
    await crowded.join(members)
    return work(crowded)
  })
}

async function runOne(
  generator: Generator,
  server: ServerProcess,
  { who, rate, times }: { who: Who; rate: number; times: Times },
): Promise<Step> {
  const run = await generator.run(rate, times, server.pids())
  // A message goes to the members of its room, not to all.
  return { who, rate, run, verdict: judgeFanOut({ ...run, members: OF_A_ROOM }) }
}

/** Doubles the rate until it is too much, then halves the gap. What fell behind once is not asked again: each step after it has a new crowd. */
async function findMost(plan: Plan, who: 'teahouse' | 'bun0', note: (one: Step) => void): Promise<number> {
  const ask = async (at: { generator: Generator; server: ServerProcess }, rate: number): Promise<boolean> => {
    const one = await runOne(at.generator, at.server, { who, rate, times: plan.step })
    note(one)
    return one.verdict.is === 'good'
  }
  let held = await inCrowd(plan, async (at) => {
    let [last, rate] = [0, FIRST_RATE[who]]
    while (rate <= MOST_RATE && (await ask(at, rate))) [last, rate] = [rate, rate * 2]
    return last
  })
  for (let rate = FIRST_RATE[who] / 2, at = 0; held === 0 && at < MOST_LOWER; rate /= 2, at++) {
    if (await inCrowd(plan, (crowd) => ask(crowd, rate))) held = rate
  }
  if (held === 0)
    throw new Error(`${plan.contestant.name} did not hold ${FIRST_RATE[who]} messages a second, nor a 32nd of it`)
  if (held * 2 > MOST_RATE) return held
  let gap = held
  for (let at = 0; at < plan.halvings; at++) {
    gap /= 2
    if (await inCrowd(plan, (crowd) => ask(crowd, held + gap))) held += gap
  }
  return held
}
