import { mkdirSync } from 'node:fs'
import { type Contestant, out } from './contestants.ts'
import { measureDisk, measureRawInsert, rawBatches } from './disk.ts'
import { reasonToSkip, withCrowd } from './fan-out.ts'
import type { Kind } from './generator.ts'
import { judgeDurable } from './judge.ts'
import type { Options } from './options.ts'
import type { DurableResults, DurableRow, RawInsert } from './results.ts'
import { measureInsertRate } from './search/insert-rate.ts'
import { spreadOf } from './statistics.ts'

const SENDERS = 1_000
/** Each alone, so that the figure is the store's and not the fan-out's; then ten to a room. */
const ROOM_COUNTS = [1_000, 100] as const

/**
 * Scenario 3: 1,000 senders and what is acknowledged, which is what is durable. The rate of the goal in both kinds of
 * rooms, each round; then doubled rates, each sender alone, until the server falls behind, and rates between: the knee.
 * The bare loop is measured before and after.
 */
export async function measureDurable(
  teahouse: Contestant,
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<DurableResults> {
  mkdirSync(out, { recursive: true })
  const disk = measureDisk(out)
  say(`disk: fdatasync p50 ${disk.p50Ms.toFixed(3)} ms, p99 ${disk.p99Ms.toFixed(3)} ms`)
  const tries = new Map<number, number[]>(rawBatches.map((batch) => [batch, []]))
  await measureRaw(tries, options.rounds, say)
  const lane = await measureInsertRate(options.insertMessages, false)
  say(`the store itself, 1,000 writers: ${Math.round(lane)}/s`)
  const rows: DurableRow[] = ROOM_COUNTS.map((rooms) => ({ rate: options.durableRate, rooms, runs: [], skipped: null }))
  for (let round = 1; round <= options.rounds; round++) {
    for (const row of rows) await measureRow(teahouse, kind, row, options, say)
  }
  const holds = async (rate: number): Promise<boolean> => {
    const row: DurableRow = { rate, rooms: SENDERS, runs: [], skipped: null }
    rows.push(row)
    await measureRow(teahouse, kind, row, options, say)
    return row.runs.some(({ verdict }) => verdict.is === 'good')
  }
  await findKnee(options, holds)
  // Once more at the end: a box is quicker in one minute than in another, and the figure is a denominator.
  await measureRaw(tries, options.rounds, say)
  const raw: RawInsert[] = [...tries].map(([batch, of]) => ({ batch, perSecond: spreadOf(of)?.median ?? 0 }))
  rows.sort((a, b) => b.rooms - a.rooms || a.rate - b.rate)
  return { disk, raw, rows, lane }
}

/** Adds `rounds` tries of each batch. */
async function measureRaw(
  tries: ReadonlyMap<number, number[]>,
  rounds: number,
  say: (line: string) => void,
): Promise<void> {
  for (const [batch, of] of tries) {
    for (let round = 1; round <= rounds; round++) of.push(await measureRawInsert(out, batch))
    say(`raw insert, ${batch} a commit: ${of.map(Math.round).join(', ')}/s`)
  }
}

/** Doubles the rate until it is too much, then halves the gap. */
async function findKnee(options: Options, holds: (rate: number) => Promise<boolean>): Promise<void> {
  let rate = options.durableRate * 2
  while (rate <= options.mostDurableRate && (await holds(rate))) rate *= 2
  if (rate > options.mostDurableRate) return
  let step = rate / 4
  rate -= step
  for (let halvings = options.quick ? 1 : 4; halvings > 0; halvings--) {
    step /= 2
    rate += (await holds(rate)) ? step : -step
  }
}

async function measureRow(
  teahouse: Contestant,
  kind: Kind,
  row: DurableRow,
  options: Options,
  say: (line: string) => void,
): Promise<void> {
  const words = `durable ${row.rate}/s in ${row.rooms} rooms`
  try {
    const skipped = await reasonToSkip(teahouse, SENDERS, options)
    if (skipped) throw new Error(skipped)
    const crowd = { rooms: row.rooms, sendersEvery: 1, probesEvery: 0, port: options.port }
    const run = await withCrowd(teahouse, kind, crowd, async ({ server, generator, join }) => {
      await join(SENDERS)
      return generator.run(row.rate, options, server.pids())
    })
    const verdict = judgeDurable(run)
    row.runs.push({ run, verdict })
    const per = Math.round(run.answeredInWindow / run.seconds)
    say(
      `${words}: ${per} acknowledged/s, p99 ${run.answer.p99.toFixed(1)} ms, ${'why' in verdict ? verdict.why : verdict.is}`,
    )
  } catch (error) {
    row.skipped = error instanceof Error ? error.message : String(error)
    say(`${words}: not measured, ${row.skipped}`)
  }
}
