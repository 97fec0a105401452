import type { Contestant } from './contestants.ts'
import { type Crowd, Generator, type Kind, type RunResult, reasonMute } from './generator.ts'
import { Guests } from './guests.ts'
import { inTime } from './in-time.ts'
import { judgeFanOut } from './judge.ts'
import { descriptorLimit, reasonBusy } from './machine.ts'
import type { Options } from './options.ts'
import { deliveriesPerCpu, type FanOutRow } from './results.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** 2 % of the members send and 2 % are probes; the others count (performance.md 6). */
const EVERY = 50
/** Files of a server besides its connections. */
const SPARE_DESCRIPTORS = 300
/** A chat server that tells everybody of everybody takes an hour to let 8,000 into one room. */
const IN_WITHIN_S = 120

/**
 * What each has behind it when its window begins: a chat server runs for weeks, and most runtimes are still compiling after 40
 * messages of 10 a second. Those that the warm-up leaves over are said before the members come.
 */
export const WARM_MESSAGES = 2_000
/** One of them is a probe, which sees when all has come. */
const FEW = 30
/** 6,000 deliveries a second, which every contestant manages. */
const FEW_RATE = 200

/** Null, or why this contestant cannot serve so many connections here and now. */
export async function reasonToSkip(
  contestant: Contestant,
  connections: number,
  options: Options,
): Promise<string | null> {
  const missing = contestant.missing()
  if (missing) return missing
  const few = reasonFewDescriptors(connections)
  if (few) return few
  return options.busyOk ? null : reasonBusy(options.calmS)
}

export const reasonFewDescriptors = (connections: number): string | null =>
  descriptorLimit() < connections + SPARE_DESCRIPTORS ? `only ${descriptorLimit()} file descriptors a process` : null

export type Crowded = { server: ServerProcess; generator: Generator; join(count: number): Promise<void> }

/** Starts a fresh server and a generator, gives them to `work`, and ends both whatever happens. */
export async function withCrowd<T>(
  contestant: Contestant,
  kind: Kind,
  crowd: Omit<Crowd, 'tokens'> & { port?: number },
  work: (crowded: Crowded) => Promise<T>,
): Promise<T> {
  const mute = reasonMute(kind, contestant)
  if (mute) throw new Error(mute)
  const server = await startServer(contestant, { port: crowd.port ?? 0 })
  const guests = contestant.speech === 'teahouse' ? new Guests(server.port, server.folder) : null
  const generator = new Generator(kind, contestant, server.port, { ...crowd, tokens: guests?.file ?? null })
  const join = async (count: number): Promise<void> => {
    await guests?.make(count)
    await inTime(generator.connect(count), IN_WITHIN_S, `${count} had not joined after ${IN_WITHIN_S} s`)
  }
  try {
    return await work({ server, generator, join })
  } finally {
    await generator.stop()
    await server.stop()
  }
}

/** Scenario 1: one room, all members get every message; contestants in turn, then the next round. */
export async function measureFanOut(
  contestants: readonly Contestant[],
  kind: Kind,
  options: Options,
  say: (line: string) => void,
): Promise<FanOutRow[]> {
  const rows: FanOutRow[] = options.rates.flatMap((rate) =>
    contestants.map(({ key }) => ({ contestant: key, rate, runs: [], skipped: null })),
  )
  for (let round = 1; round <= options.rounds; round++) {
    for (const row of rows) {
      const contestant = contestants.find(({ key }) => key === row.contestant)
      if (!contestant) continue
      const words = `fan-out ${row.rate}/s, round ${round}: ${contestant.name}`
      try {
        const skipped = await reasonToSkip(contestant, options.members, options)
        if (skipped) throw new Error(skipped)
        const { run, pssBytes } = await measureOne(contestant, kind, row.rate, options)
        const verdict = judgeFanOut(run)
        row.runs.push({ run, verdict, pssBytes })
        const per = Math.round(deliveriesPerCpu(run)).toLocaleString('en')
        say(
          `${words}: ${per} a CPU second, p99 ${run.delivery.p99.toFixed(1)} ms, ${'why' in verdict ? verdict.why : verdict.is}`,
        )
      } catch (error) {
        row.skipped = error instanceof Error ? error.message : String(error)
        say(`${words}: not measured, ${row.skipped}`)
      }
    }
  }
  return rows
}

type Measured = { run: RunResult; pssBytes: number }

function measureOne(contestant: Contestant, kind: Kind, rate: number, options: Options): Promise<Measured> {
  const crowd = { rooms: 1, sendersEvery: EVERY, probesEvery: EVERY, port: options.port }
  return withCrowd(contestant, kind, crowd, async ({ server, generator, join }) => {
    const left = WARM_MESSAGES - rate * options.warmS
    if (left > 0) {
      await join(FEW)
      await generator.run(FEW_RATE, { warmS: 0, windowS: left / FEW_RATE, drainS: 1 }, server.pids())
    }
    await join(options.members)
    const run = await generator.run(rate, options, server.pids())
    return { run, pssBytes: server.residentBytes() }
  })
}
