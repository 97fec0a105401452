import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '#server/kit/clock.ts'
import { programFile } from '#server/kit/programs.ts'
import type { CheckpointMode, CheckpointReply, CheckpointRequest } from './checkpoint-worker.ts'
import { CALM_WAL_BYTES } from './wal-space.ts'

/** What a restart may be left with, in statements: some pages, which the disk takes in a millisecond or two. */
const SMALL_REST = 40
/** A writer that is faster than the disk is never caught up with: then the rest is what the last pass left. */
const MOST_PASSES = 4
/**
 * Its worker takes 22 ms of a processor to start: not while the house opens its door, and long before anything is to be copied. But not only
 * then: by that time sockets may have taken every descriptor.
 */
const START_MS = 1_000

type Answer = (reply: CheckpointReply) => void

/** The one worker that checkpoints a database; requests are answered one after another, each with its own reply. */
export class Checkpointer {
  readonly #path: string
  #worker: Worker | null = null
  /** In the order of their requests, which is that of the replies. A request that is lost here is waited for for ever. */
  readonly #waiting: Answer[] = []

  readonly #startNoMore: () => void

  constructor(path: string, clock: Pick<Clock, 'after'> = systemClock) {
    this.#path = path
    this.#startNoMore = clock.after(START_MS, () => {
      this.#worker ??= this.#start()
    })
  }

  /** For tests. */
  get started(): boolean {
    return this.#worker !== null
  }

  /** Resolves with the reply, also where it failed or the worker ended; the next request then starts another. */
  run(mode: CheckpointMode, keepBytes: number = CALM_WAL_BYTES): Promise<CheckpointReply> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      const request: CheckpointRequest = { path: this.#path, mode, keepBytes }
      this.#worker ??= this.#start()
      // Who waits is not left by a command that has nothing else to do, nor by the collector, which would take all that waits for the answer.
      this.#worker.ref()
      this.#worker.postMessage(request)
    })
  }

  /**
   * Copies the bulk beside the writer, in passes: each takes what was written during the one before, and so is shorter. Ends
   * where a pass left little for the restart, which the lane waits for; a calm room needs one (decision 0063). `written`:
   * statements of the writer so far. Resolves with the reply of the last pass; one that failed is the last.
   */
  async copyBulk(written: () => number): Promise<CheckpointReply> {
    for (let pass = 1; ; pass++) {
      const before = written()
      const reply = await this.run('passive')
      if (!reply.ok || pass === MOST_PASSES || written() - before <= SMALL_REST) return reply
    }
  }

  async close(): Promise<void> {
    this.#startNoMore()
    // A connection that ends with its thread is never closed: SQLite would take it for one that is still there.
    if (this.#worker) await this.run('close')
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(programFile('storage/checkpoint-worker'))
    worker.unref()
    worker.on('message', (reply: CheckpointReply) => this.#settle(worker, reply))
    worker.on('error', (error) => this.#giveUp(worker, String(error)))
    worker.on('exit', (code) => this.#giveUp(worker, `The worker of checkpoints ended with ${code}`))
    return worker
  }

  #settle(worker: Worker, reply: CheckpointReply): void {
    const answer = this.#waiting.shift()
    if (this.#waiting.length === 0) worker.unref()
    answer?.(reply)
  }

  /** An error is followed by the exit of the same worker, when another one may be at work already. */
  #giveUp(worker: Worker, error: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    for (const answer of this.#waiting.splice(0)) answer({ ok: false, error, syncFailed: false })
  }
}
