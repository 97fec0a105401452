import { Dice } from '../dice.ts'
import { shrunkBytes, shrunkText } from '../shrink.ts'
import { type AnyCheck, shown } from './check.ts'

/** A check that failed, with all that makes it fail again. */
export type Finding = { check: string; seed: number; at: number; input: unknown; words: string }
export type Tried = { inputs: number; slowestMs: number; slowest: string; findings: Finding[] }

const BIG_UNITS = 64 * 1024
/** So many inputs, then the loop is let go: other fuzzers, and a canary, live in the same process. */
const A_TURN = 256

/** Tries `count` inputs, the checks in turn. An input that fails is made smaller, where that is possible. */
export async function runChecks(checks: readonly AnyCheck[], { seed, count, from, most }: Run): Promise<Tried> {
  const all: Tried = { inputs: 0, slowestMs: 0, slowest: '', findings: [] }
  for (let at = from; at < from + count && all.findings.length < most; at++) {
    const one = checks[at % checks.length]
    if (!one) break
    const input = one.make(new Dice(seed, at))
    const sinceMs = performance.now()
    const wrong = await faultOf(one, input)
    hear(all, one.name, performance.now() - sinceMs)
    all.inputs++
    if (wrong !== null) all.findings.push(await finding(one, { seed, at, input, words: wrong }))
    if (at % A_TURN === 0) await Bun.sleep(0)
  }
  return all
}
/** `most`: findings; after them it stops. */
export type Run = { seed: number; count: number; from: number; most: number }

function hear(all: Tried, name: string, ms: number): void {
  if (ms <= all.slowestMs) return
  all.slowestMs = ms
  all.slowest = name
}

/** What is wrong with what a check makes of an input; null: nothing. */
export async function faultOf(one: AnyCheck, input: unknown): Promise<string | null> {
  const sinceMs = performance.now()
  try {
    const given = one.run(input)
    // Only what promises is waited for: a million turns would be longer than all the work.
    const output = given instanceof Promise ? await given : given
    const tookMs = performance.now() - sinceMs
    if (tookMs > one.mostMs && isSlow(one, input)) return `took ${Math.round(tookMs)} ms`
    one.holds(input, output)
    return null
  } catch (error) {
    if (one.refuses(error))
      return performance.now() - sinceMs > one.mostMs && isSlow(one, input) ? 'slow to refuse' : null
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}

/**
 * Asked again and again, by this thread's own time: what other programs take does not count. That clock goes in steps of 4 ms, so it is looked
 * at over many runs. Slow is what takes longer than it may and more than nine times a quarter of itself, or very long.
 */
function isSlow(one: AnyCheck, input: unknown): boolean {
  const most = one.mostMs * Math.max(1, sizeOf(input) / BIG_UNITS)
  const whole = ownMs(one, input)
  if (whole < most) return false
  const quarter = quarterOf(input)
  return whole >= VERY * most || quarter === null || whole > QUARTERS * ownMs(one, quarter)
}

/** How many times what it may; and how many times its quarter: a linear one is at four, a quadratic one at sixteen. */
const VERY = 40
const QUARTERS = 9
const MEASURED_MS = 60
const MOST_RUNS = 200

/** What one run takes: the mean of so many as take `MEASURED_MS` together. */
function ownMs(one: AnyCheck, input: unknown): number {
  const before = process.threadCpuUsage()
  for (let runs = 1; ; runs++) {
    tried(one, input)
    const { user, system } = process.threadCpuUsage(before)
    const tookMs = (user + system) / 1_000
    if (tookMs >= MEASURED_MS || runs >= MOST_RUNS) return tookMs / runs
  }
}

function tried(one: AnyCheck, input: unknown): void {
  try {
    void one.run(input)
  } catch {
    // A refusal takes its time, too.
  }
}

function quarterOf(input: unknown): unknown {
  if (typeof input === 'string') return input.slice(0, input.length / 4)
  return input instanceof Uint8Array ? input.slice(0, input.length / 4) : null
}

const sizeOf = (input: unknown): number => (typeof input === 'string' || input instanceof Uint8Array ? input.length : 0)

async function finding(one: AnyCheck, found: Omit<Finding, 'check'>): Promise<Finding> {
  const input = shrunk(one, found.input)
  return { check: one.name, ...found, input, words: `${found.words} · ${shown(input)}` }
}

function shrunk(one: AnyCheck, input: unknown): unknown {
  const fails = (smaller: unknown) => {
    try {
      const output = one.run(smaller)
      if (output instanceof Promise) return false
      one.holds(smaller, output)
      return false
    } catch (error) {
      return !one.refuses(error)
    }
  }
  if (!fails(input)) return input
  if (typeof input === 'string') return shrunkText(input, fails)
  return input instanceof Uint8Array ? shrunkBytes(input, fails) : input
}
