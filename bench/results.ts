import type { RunResult } from './generator.ts'
import type { Verdict } from './judge.ts'
import type { Machine } from './machine.ts'
import type { Options } from './options.ts'

/** One contestant at one rate. `skipped` says why nothing was measured. */
export type FanOutRow = {
  contestant: string
  rate: number
  /** `pssBytes`: memory of the server's processes at the end of the run. */
  runs: { run: RunResult; verdict: Verdict; pssBytes: number }[]
  skipped: string | null
}

/** Sizes in bytes, read after rest. `slabBytes` holds both ends of each connection. */
export type MemoryPoint = { connections: number; bytes: number; slabBytes: number }
export type MemoryRow = {
  contestant: string
  rounds: MemoryPoint[][]
  /** Teahouse only: microseconds of processor per second and idle connection, one figure a round. */
  idleMicros: number[]
  skipped: string | null
}

export type DurableRow = {
  rate: number
  rooms: number
  runs: { run: RunResult; verdict: Verdict }[]
  skipped: string | null
}
export type DiskFigures = { syncs: number; p50Ms: number; p99Ms: number }
export type RawInsert = { batch: number; perSecond: number }
/** `lane`: stored a second by 1,000 writers at once in the store itself, without the wire. */
export type DurableResults = { disk: DiskFigures; rows: DurableRow[]; raw: RawInsert[]; lane: number }

export type Results = {
  at: string
  command: string
  machine: Machine
  versions: Record<string, string>
  generator: 'c' | 'bun'
  options: Options
  fanOut: FanOutRow[]
}

/** Messages that reached members, per second of the server's processor: the headline (performance.md 6). */
export const deliveriesPerCpu = (run: RunResult): number => run.messages / run.serverSeconds
