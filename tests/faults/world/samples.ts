import { readdirSync, readFileSync, statSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { steadyMs } from './steady.ts'

/** Of each; an hour has one every 5 s. */
const MOST = 5_000

export type Sample = {
  t: number
  /** Its own pages, and its share of those that it has with others. */
  pssMb: number
  descriptors: number
  threads: number
  walMb: number
  databaseMb: number
  /** How long a bare question over HTTP took: what holds up the loop holds it up, too. */
  answerMs: number
  online: number
  /** No fault was on. */
  isCalm: boolean
}

export type Figures = {
  samples: number
  /** Of them while no fault was on; the times of answers, and the slope, are of those. */
  calm: number
  /** PSS. `byMinute`: means, from the beginning on. */
  memory: { first: number; last: number; most: number; slopePercentPerHour: number | null; byMinute: readonly number[] }
  descriptors: { first: number; last: number; most: number }
  walMostMb: number
  answerMs: { p50: number; p99: number; most: number }
}

/** Looks at the server now and then: what it holds, and how quickly it answers. */
export class Samples {
  readonly all: Sample[] = []
  readonly #loads: number[] = []

  /** How many wanted a processor, of all that this machine did: what took long with many was not the server's doing alone. */
  get load(): { mean: number; most: number } {
    const sum = this.#loads.reduce((all, one) => all + one, 0)
    return { mean: sum / Math.max(1, this.#loads.length), most: Math.max(0, ...this.#loads) }
  }

  async take(
    server: { pid: number; url: string; isUp: boolean; dataDir: string },
    online: number,
    isCalm: boolean,
  ): Promise<void> {
    this.#loads.push(loadavg()[0] ?? 0)
    if (!server.isUp || this.all.length >= MOST) return
    const sinceMs = steadyMs()
    try {
      await (await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(10_000) })).text()
      const answerMs = steadyMs() - sinceMs
      this.all.push({ t: steadyMs(), answerMs, online, isCalm, ...held(server.pid), ...stored(server.dataDir) })
    } catch {
      // It went down in this moment, or a fault holds it: what that costs is measured there.
    }
  }

  /** Slopes are those since `calmMs`: what a process needs to warm up is no leak. */
  figures(calmMs = 0): Figures | null {
    const all = this.all.filter(({ t }) => t >= calmMs)
    const [first] = all
    const last = all.at(-1)
    if (!first || !last) return null
    const calm = all.filter((sample) => sample.isCalm)
    const answers = calm.map(({ answerMs }) => answerMs).sort((one, other) => one - other)
    const at = (share: number): number => answers[Math.min(answers.length - 1, Math.floor(share * answers.length))] ?? 0
    return {
      samples: all.length,
      calm: calm.length,
      memory: {
        first: first.pssMb,
        last: last.pssMb,
        most: most(all, 'pssMb'),
        slopePercentPerHour: slope(calm),
        byMinute: byMinute(this.all),
      },
      descriptors: { first: first.descriptors, last: last.descriptors, most: most(all, 'descriptors') },
      walMostMb: most(all, 'walMb'),
      answerMs: { p50: at(0.5), p99: at(0.99), most: answers.at(-1) ?? 0 },
    }
  }
}

const most = (all: readonly Sample[], key: 'pssMb' | 'descriptors' | 'walMb'): number =>
  all.reduce((sum, sample) => Math.max(sum, sample[key]), 0)

/** By least squares, of the mean; null below ten minutes, where it says nothing. */
function slope(all: readonly Sample[]): number | null {
  const [first] = all
  const last = all.at(-1)
  if (!first || !last || last.t - first.t < 600_000) return null
  const meanT = all.reduce((sum, { t }) => sum + t, 0) / all.length
  const meanMb = meanOf(all)
  const above = all.reduce((sum, { t, pssMb }) => sum + (t - meanT) * (pssMb - meanMb), 0)
  const below = all.reduce((sum, { t }) => sum + (t - meanT) ** 2, 0)
  return ((above / below) * 3_600_000 * 100) / meanMb
}

const meanOf = (all: readonly Sample[]): number => all.reduce((sum, { pssMb }) => sum + pssMb, 0) / all.length

function byMinute(all: readonly Sample[]): number[] {
  const sinceMs = all[0]?.t ?? 0
  return [...Map.groupBy(all, ({ t }) => Math.floor((t - sinceMs) / 60_000)).values()].map(meanOf)
}

function held(pid: number): { pssMb: number; descriptors: number; threads: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const pages = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const read = (text: string, name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  return {
    pssMb: read(pages, 'Pss') / 1_024,
    threads: read(status, 'Threads'),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  }
}

function stored(dataDir: string): { walMb: number; databaseMb: number } {
  const megabytes = (name: string): number =>
    (statSync(path.join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0) / 1_048_576
  return { walMb: megabytes('teahouse.sqlite-wal'), databaseMb: megabytes('teahouse.sqlite') }
}
