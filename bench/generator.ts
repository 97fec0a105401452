import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { Glob } from 'bun'
import * as v from 'valibot'
import { type Contestant, out, rawProgram, rawSource } from './contestants.ts'
import { linesOf } from './lines-of.ts'
import { generatorCore, pinned } from './machine.ts'

const folder = path.join(import.meta.dir, 'generator')
const program = path.join(out, 'generator')

/** How a generator is had: `c`, or `bun`, which is good to about 100,000 frames a second. */
export type Kind = 'c' | 'bun'

const known = ['bare', 'teahouse', 'engine']

/** Null, or why this generator cannot load the contestant. */
export const reasonMute = (kind: Kind, { speech }: Contestant): string | null =>
  kind === 'c' || known.includes(speech) ? null : 'it is spoken to by the load generator in C only'

/** Builds the generator and RawC where there is a C compiler. */
export function buildPrograms(wantsBun: boolean): Kind {
  const compiler = Bun.which('cc', { PATH: process.env['PATH'] ?? '' })
  if (!compiler) return 'bun'
  mkdirSync(out, { recursive: true })
  const parts = [...new Glob('*.{c,h}').scanSync({ cwd: folder, absolute: true })]
  const isBuilt =
    build(compiler, path.join(folder, 'generator.c'), program, parts) &&
    build(compiler, rawSource, rawProgram, [rawSource])
  return isBuilt && !wantsBun ? 'c' : 'bun'
}

function build(compiler: string, source: string, target: string, parts: readonly string[]): boolean {
  const newest = Math.max(...parts.map((part) => statSync(part).mtimeMs))
  if (existsSync(target) && statSync(target).mtimeMs > newest) return true
  // Others may run the old one, or build at the same time.
  const fresh = `${target}.${process.pid}`
  const { exitCode, stderr } = Bun.spawnSync([compiler, '-O2', '-Wall', '-Wextra', '-o', fresh, source])
  if (exitCode !== 0) console.error(stderr.toString())
  else renameSync(fresh, target)
  return exitCode === 0
}

const quantiles = v.object({
  count: v.number(),
  p50: v.number(),
  p99: v.number(),
  p999: v.number(),
  max: v.number(),
})

/** One run of load. Times in ms and seconds; `messages`, `frames`, `bytes` are what all members got in the window. */
const runResult = v.object({
  rate: v.number(),
  seconds: v.number(),
  senders: v.number(),
  members: v.number(),
  sent: v.number(),
  sentInWindow: v.number(),
  latestSendMs: v.number(),
  messages: v.number(),
  frames: v.number(),
  /** Before and after the window, too. */
  allFrames: v.number(),
  bytes: v.number(),
  answered: v.number(),
  answeredInWindow: v.number(),
  refused: v.number(),
  unknown: v.number(),
  answeredTwice: v.number(),
  serverSeconds: v.number(),
  /** The same apart, in steps of 10 ms. */
  serverUserSeconds: v.number(),
  serverSystemSeconds: v.number(),
  generatorSeconds: v.number(),
  softirqSeconds: v.number(),
  drained: v.boolean(),
  expected: v.number(),
  seen: v.number(),
  missing: v.number(),
  outOfOrder: v.number(),
  brokenSeqs: v.number(),
  oddSinks: v.number(),
  lostConnections: v.number(),
  delivery: quantiles,
  answer: quantiles,
  refusal: v.string(),
})
export type RunResult = v.InferOutput<typeof runResult>

const connectResult = v.object({ members: v.number(), ms: v.number() })
const idleResult = v.object({
  members: v.number(),
  seconds: v.number(),
  serverSeconds: v.number(),
  lostConnections: v.number(),
})
const failure = v.object({ error: v.string() })

export type Crowd = {
  rooms: number
  /** Every n-th member sends; 0: nobody. */
  sendersEvery: number
  probesEvery: number
  /** One token a line, or null where no guest is needed. */
  tokens: string | null
}

/** Source addresses that the connections come from: 127.0.0.2 and on. One has about 28,000 ports for one server. */
const ADDRESSES = 4

/** The load generator's process, on its own core. */
export class Generator {
  readonly #child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>
  readonly #lines: AsyncGenerator<string, void>

  constructor(kind: Kind, contestant: Contestant, port: number, crowd: Crowd) {
    const command = kind === 'c' ? [program] : [process.execPath, path.join(folder, 'generator.ts')]
    const { rooms, sendersEvery, probesEvery, tokens } = crowd
    const words = [contestant.speech, contestant.path, port, rooms, ADDRESSES, sendersEvery, probesEvery, tokens ?? '-']
    this.#child = Bun.spawn(pinned(generatorCore, [...command, ...words.map(String)]), {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'inherit',
    })
    this.#lines = linesOf(this.#child.stdout)
  }

  /** Adds members, each in its room. Throws when one cannot join. */
  connect(count: number) {
    return this.#ask(`connect ${count}`, connectResult)
  }

  /** An open loop of `rate` messages a second from all senders in turn. */
  run(rate: number, times: { warmS: number; windowS: number; drainS: number }, pids: readonly number[]) {
    const ms = [times.warmS, times.windowS, times.drainS].map((seconds) => Math.round(seconds * 1_000)).join(' ')
    return this.#ask(`run ${rate} ${ms} ${pids.join()}`, runResult)
  }

  idle(seconds: number, pids: readonly number[]) {
    return this.#ask(`idle ${Math.round(seconds * 1_000)} ${pids.join()}`, idleResult)
  }

  async stop(): Promise<void> {
    this.#child.kill()
    await this.#child.exited
  }

  async #ask<S extends v.GenericSchema>(line: string, schema: S): Promise<v.InferOutput<S>> {
    this.#child.stdin.write(`${line}\n`)
    this.#child.stdin.flush()
    const { value } = await this.#lines.next()
    if (!value) throw new Error(`The load generator ended at "${line}".`)
    const said: unknown = JSON.parse(value)
    if (v.is(failure, said)) throw new Error(`The load generator stopped: ${said.error}`)
    return v.parse(schema, said)
  }
}
