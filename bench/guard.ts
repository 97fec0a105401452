// The guard of the hot path, a step of `npm test`: a message through the whole house against a bare Bun publish loop, both
// measured in turn in the same run. It fails on a gross loss only: below half of what guard.json has recorded.
//   bun bench/guard.ts             compares
//   bun bench/guard.ts --record    writes guard.json anew, on a calm box
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { type Contestant, contestants } from './contestants.ts'
import { type Crowded, reasonFewDescriptors, withCrowd } from './fan-out.ts'
import { threadSeconds } from './machine.ts'
import { spreadOf } from './statistics.ts'

const MEMBERS = 1_500
/** Each alone in its frame, in both: farther apart than a tick of a room of so many, also where turns are late. */
const CALM = { rate: 10, windowS: 0.5 }
/** At once: the house gathers them, a frame a tick. */
const BURST = { rate: 200_000, windowS: 0.001 }
const DRAIN_S = 30
const FEWEST_ROUNDS = 2
const MOST_ROUNDS = 6
const GROSS_LOSS = 0.5
/** Of a room of so many it is 52 ms (server/delivery/pace.ts). */
const SHORTEST_TICK_MS = 25
const SPARE_FRAMES = 6
const file = path.join(import.meta.dir, 'guard.json')

/** What the house takes for a frame that reaches a member, as a share: cost of the bare loop ÷ its cost. */
const ratios = v.object({ calm: v.number(), burst: v.number() })
export type Ratios = v.InferOutput<typeof ratios>
const recorded = v.object({ command: v.string(), box: v.string(), ratios })

/** Null, or what is too dear. */
export function judgeGuard(now: Ratios, before: Ratios): string | null {
  const lost = (['calm', 'burst'] as const).filter((kind) => now[kind] < before[kind] * GROSS_LOSS)
  if (lost.length === 0) return null
  return lost
    .map((kind) => `${kind}: ${now[kind].toFixed(2)} of a bare publish, recorded ${before[kind].toFixed(2)}`)
    .join('; ')
}

type Load = { rate: number; windowS: number }

/**
 * Processor time of the server for each frame that reached a member, seconds. The clock on the wall does not count: on a
 * box that does much else more ticks pass, and more frames carry the same, each of them cheaper.
 */
async function costOf({ server, generator }: Crowded, { rate, windowS }: Load): Promise<number> {
  const pids = server.pids()
  const before = threadSeconds(pids)
  const sinceMs = performance.now()
  const run = await generator.run(rate, { warmS: 0, windowS, drainS: DRAIN_S }, pids)
  const seconds = threadSeconds(pids) - before
  if (!run.drained) throw new Error(`of ${run.expected} messages ${run.seen} came within ${DRAIN_S} s ${run.refusal}`)
  requireGathered(run.sent, run.allFrames / run.members, performance.now() - sinceMs)
  return seconds / run.allFrames
}

/** One at once, then one a tick. What comes more often is not gathered any more, however cheap each is. */
function requireGathered(messages: number, frames: number, ms: number): void {
  const most = SPARE_FRAMES + ms / SHORTEST_TICK_MS
  if (frames > most)
    throw new Error(
      `${messages} messages came in ${frames.toFixed(0)} frames within ${ms.toFixed(0)} ms: nothing gathers them`,
    )
}

/** The house at its cheapest of a few rounds: what else the box does makes a round dearer, never cheaper. */
async function measure(bare: Crowded, house: Crowded, isEnough: (now: Ratios) => boolean): Promise<Ratios> {
  const costs = { bare: [] as number[], calm: [] as number[], burst: [] as number[] }
  for (let round = 1; ; round++) {
    costs.bare.push(await costOf(bare, CALM))
    costs.calm.push(await costOf(house, CALM))
    costs.burst.push(await costOf(house, BURST))
    // A bare loop whose turn came late joined what it wrote: its cheapest is not what a write costs.
    const usual = spreadOf(costs.bare)?.median ?? 0
    const now = { calm: usual / Math.min(...costs.calm), burst: usual / Math.min(...costs.burst) }
    if (round >= MOST_ROUNDS || (round >= FEWEST_ROUNDS && isEnough(now))) return now
  }
}

const contestant = (key: string): Contestant => {
  const found = contestants.find((one) => one.key === key)
  if (!found) throw new Error(`there is no ${key}`)
  return found
}

/** Always over the generator in Bun: a box without a C compiler measures the same. */
function inBoth(isEnough: (now: Ratios) => boolean): Promise<Ratios> {
  const crowd = { rooms: 1, sendersEvery: 50, probesEvery: 50 }
  return withCrowd(contestant('bun0'), 'bun', crowd, (bare) =>
    withCrowd(contestant('teahouse'), 'bun', crowd, async (house) => {
      await Promise.all([bare.join(MEMBERS), house.join(MEMBERS)])
      return measure(bare, house, isEnough)
    }),
  )
}

async function main(): Promise<void> {
  const reason = reasonFewDescriptors(MEMBERS) ?? (threadSeconds([process.pid]) > 0 ? null : 'no /proc here')
  if (reason) return console.log(`hot path: not measured, ${reason}`)
  if (process.argv.includes('--record')) {
    const found = await inBoth(() => false)
    const box = `Bun ${Bun.version}, room of ${MEMBERS}, ${process.platform} ${process.arch}`
    writeFileSync(file, `${JSON.stringify({ command: 'bun bench/guard.ts --record', box, ratios: found }, null, 2)}\n`)
    return console.log(found)
  }
  const before = v.parse(recorded, JSON.parse(readFileSync(file, 'utf8'))).ratios
  const now = await inBoth((found) => judgeGuard(found, before) === null)
  console.log(
    `hot path: calm ${now.calm.toFixed(2)} (${before.calm.toFixed(2)}), burst ${now.burst.toFixed(2)} (${before.burst.toFixed(2)})`,
  )
  const lost = judgeGuard(now, before)
  if (!lost) return
  console.error(
    `The hot path lost more than half: ${lost}. Profile it; if it has to be so, say why and record it anew.`,
  )
  process.exitCode = 1
}

if (import.meta.main) await main()
