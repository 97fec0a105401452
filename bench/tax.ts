import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Contestant, root, serverOf } from './contestants.ts'
import { reasonToSkip, withCrowd } from './fan-out.ts'
import type { Kind, RunResult } from './generator.ts'
import { judgeFanOut, type Verdict } from './judge.ts'
import { startMixer } from './mixer.ts'
import type { Options } from './options.ts'

export const RATE = 300
/** A fifth of what is said plainly. */
export const MIXED = 60
const EVERY = 50

export const sides = ['before', 'now', 'mixed'] as const
export type Side = (typeof sides)[number]
/** `mixed`: replies, reactions and mentions that were sent beside, in all. */
export type TaxRun = { side: Side; run: RunResult; verdict: Verdict; mixed: number }
export type TaxResults = { runs: TaxRun[]; beforeCommit: string; members: number }

/** Reactions of few people at that rate are more than the bound allows. */
const mixedLimits = { LIMIT_CHANGES_BURST: '1000000', LIMIT_CHANGES_PER_SECOND: '1000000' }

/**
 * Scenario 5 (PERF-18): what plain messages cost before replies, reactions and mentions were there, now, and while such are
 * said beside them. The sides take turns.
 */
export async function measureTax(
  teahouse: Contestant,
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<TaxResults> {
  const folder = path.resolve(root, options.before)
  const main = serverOf(folder)
  if (options.before === '' || !existsSync(main))
    throw new RangeError('tax: --before has to be an older tree, installed.')
  const contestants: Record<Side, Contestant> = {
    before: { ...teahouse, key: 'teahouse-before', command: [process.execPath, main] },
    now: teahouse,
    mixed: { ...teahouse, env: { ...teahouse.env, ...mixedLimits } },
  }
  const runs: TaxRun[] = []
  for (let round = 1; round <= options.rounds; round++) {
    for (const side of sides) {
      const skipped = await reasonToSkip(contestants[side], options.members, options)
      if (skipped) throw new Error(skipped)
      const measured = await measureSide(contestants[side], kind, options, side === 'mixed')
      const verdict = judgeFanOut(measured.run)
      runs.push({ side, verdict, ...measured })
      const cost = (microsOf(measured.run) * 1_000).toFixed(0)
      say(`tax, round ${round}, ${side}: ${cost} ns a delivery, ${'why' in verdict ? verdict.why : verdict.is}`)
    }
  }
  const beforeCommit = Bun.spawnSync(['git', 'rev-parse', '--short', 'HEAD'], { cwd: folder }).stdout.toString().trim()
  return { runs, beforeCommit, members: options.members }
}

/** Processor time of the server for each plain message that reached a member, microseconds. */
export const microsOf = (run: RunResult): number => (run.serverSeconds * 1e6) / run.messages

function measureSide(contestant: Contestant, kind: Kind, options: Options, isMixed: boolean) {
  const crowd = { rooms: 1, sendersEvery: EVERY, probesEvery: EVERY }
  return withCrowd(contestant, kind, crowd, async ({ server, generator, join }) => {
    await join(options.members)
    const mixer = isMixed ? await startMixer(server.port, { rate: MIXED }) : null
    const run = await generator.run(RATE, options, server.pids())
    return { run, mixed: (await mixer?.stop()) ?? 0 }
  })
}
