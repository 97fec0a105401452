import path from 'node:path'
import * as v from 'valibot'
import type { Clock } from '#server/kit/clock.ts'
import type { Log } from '#server/kit/log.ts'
import { programFile } from '#server/kit/programs.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { childCost } from './child-cost.ts'
import type { MakerWish } from './maker-child.ts'

export type MakerNeeds = {
  clock: Clock
  diary: Log
  /** Another program in place of ours, with less: for tests. */
  program?: string
  bounds?: Partial<MakerBounds>
}

/** What one picture may take. */
export type MakerBounds = {
  processorMs: number
  /** Of time, where the machine is busy with others. */
  wallMs: number
  /** Of memory. */
  bytes: number
}

/** Pictures that wait for the one that is made: each is a request that stays open. */
const MOST_WAITING = 32
const BUSY_RETRY_MS = 10_000
const DISK_RETRY_MS = 5_000
/** 40 million pixels and their turned copy take 400 MB (measured). */
const usualBounds: MakerBounds = { processorMs: 5_000, wallMs: 30_000, bytes: 1024 * 1024 * 1024 }
const LOOK_MS = 100
const REST_MS = 60_000

const size = { width: v.number(), height: v.number() }
const form = v.object({ type: v.picklist(['image/jpeg', 'image/png', 'image/gif', 'image/webp']), ...size })
const fault = v.variant('code', [
  v.object({
    code: v.literal('bad_picture'),
    what: v.picklist(['pixels', 'side', 'frames', 'time', 'broken']),
    limit: v.optional(v.number()),
  }),
  v.object({ code: v.literal('too_large'), limit: v.number() }),
  v.object({ code: v.picklist(['storage_full', 'unavailable']) }),
])
/** What has looked at a stranger's bytes is not believed more than it needs. */
const reply = v.variant('ok', [
  v.object({
    ok: v.literal(true),
    picture: form,
    thumb: form,
    moving: v.boolean(),
    tint: v.optional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/))),
  }),
  v.object({ ok: v.literal(false), fault }),
])
type Reply = v.InferOutput<typeof reply>
export type Made = Extract<Reply, { ok: true }>

type Job = { wish: MakerWish; settle: (result: Made | Refusal) => void }
type Child = { process: Bun.Subprocess; gone: boolean }

const brokenPicture = () => new Refusal('bad_picture', { what: 'broken' })

/** The one process that makes pictures, one after another. It begins when it is needed and ends after a minute of rest. */
export class PictureMaker {
  readonly #needs: MakerNeeds
  readonly #waiting: Job[] = []
  #child: Child | null = null
  #job: Job | null = null
  #stopWatching: () => void = () => {}
  #stopResting: () => void = () => {}
  #stopped = false

  constructor(needs: MakerNeeds) {
    this.#needs = needs
  }

  make(wish: MakerWish): Promise<Made | Refusal> {
    if (this.#stopped) return Promise.resolve(new Refusal('draining', { retry_after_ms: BUSY_RETRY_MS }))
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.resolve(new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS }))
    return new Promise((settle) => {
      this.#waiting.push({ wish, settle })
      this.#next()
    })
  }

  /** Whoever waits is told to come again: the bytes are still there. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const { settle } of this.#waiting.splice(0)) settle(new Refusal('draining', { retry_after_ms: BUSY_RETRY_MS }))
    const child = this.#child
    this.#settle(new Refusal('draining', { retry_after_ms: BUSY_RETRY_MS }))
    this.#end()
    await child?.process.exited
  }

  #next(): void {
    if (this.#job) return
    const job = this.#waiting.shift()
    if (!job) return
    this.#job = job
    this.#stopResting()
    this.#child ??= this.#begin()
    this.#stopWatching = this.#watch(this.#child)
    try {
      this.#child.process.send(job.wish)
    } catch {
      // It has ended, and its end was not heard yet.
      this.#lost(this.#child)
    }
  }

  #begin(): Child {
    const program = this.#needs.program ?? programFile('pictures/maker-child')
    const child: Child = {
      gone: false,
      process: Bun.spawn([process.execPath, '--smol', program], {
        env: {},
        // Not where the house was started: Bun would read the `.env` that lies there.
        cwd: path.dirname(program),
        stdio: ['ignore', 'ignore', 'ignore'],
        ipc: (message) => this.#hear(child, message),
        onExit: () => this.#lost(child),
      }),
    }
    return child
  }

  /** A child that takes too much is ended, and with it only the picture that it was busy with. */
  #watch(child: Child): () => void {
    const { clock, diary, bounds } = this.#needs
    const most = { ...usualBounds, ...bounds }
    const sinceMs = clock.steadyMs()
    const before = childCost(child.process.pid)?.processorMs ?? 0
    return clock.every(LOOK_MS, () => {
      const wallMs = clock.steadyMs() - sinceMs
      const cost = childCost(child.process.pid)
      const processorMs = cost ? cost.processorMs - before : wallMs
      const bytes = cost?.bytes ?? 0
      if (processorMs < most.processorMs && wallMs < most.wallMs && bytes < most.bytes) return
      diary.warn('picture_given_up', { processor_ms: processorMs, wall_ms: Math.round(wallMs), bytes })
      this.#end()
      this.#settle(new Refusal('bad_picture', { what: 'time' }))
    })
  }

  #hear(child: Child, message: unknown): void {
    if (child.gone) return
    const heard = v.safeParse(reply, message)
    if (!heard.success) this.#end()
    this.#settle(heard.success ? resultOf(heard.output) : brokenPicture())
  }

  #lost(child: Child): void {
    if (child.gone) return
    child.gone = true
    this.#child = null
    if (!this.#job) return
    this.#needs.diary.warn('picture_maker_lost', { code: child.process.exitCode, signal: child.process.signalCode })
    this.#settle(brokenPicture())
  }

  #end(): void {
    this.#stopWatching()
    this.#stopResting()
    const child = this.#child
    this.#child = null
    if (!child) return
    child.gone = true
    child.process.kill('SIGKILL')
  }

  #settle(result: Made | Refusal): void {
    this.#stopWatching()
    const job = this.#job
    this.#job = null
    job?.settle(result)
    if (this.#stopped) return
    if (this.#waiting.length > 0) this.#next()
    else if (this.#child) this.#stopResting = this.#needs.clock.after(REST_MS, () => this.#end())
  }
}

function resultOf(heard: Reply): Made | Refusal {
  if (heard.ok) return heard
  const { fault: why } = heard
  switch (why.code) {
    case 'storage_full':
    case 'unavailable':
      return new Refusal(why.code, { retry_after_ms: DISK_RETRY_MS })
    case 'too_large':
      return new Refusal('too_large', { limit: why.limit })
    case 'bad_picture':
      return new Refusal('bad_picture', { what: why.what, ...(why.limit !== undefined && { limit: why.limit }) })
  }
}
