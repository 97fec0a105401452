import { Worker } from 'node:worker_threads'
import type { CheckpointMode, CheckpointReply, CheckpointRequest } from './checkpoint-worker.ts'

type Answer = (reply: CheckpointReply) => void

/** The one worker that checkpoints a database; requests are answered one after another, each with its own reply. */
export class Checkpointer {
  readonly #path: string
  #worker: Worker | null = null
  /** In the order of their requests, which is that of the replies. A request that is lost here is waited for for ever. */
  readonly #waiting: Answer[] = []

  constructor(path: string) {
    this.#path = path
    this.#worker = this.#start()
  }

  /** Resolves with the reply, also where it failed or the worker ended; the next request then starts another. */
  run(mode: CheckpointMode): Promise<CheckpointReply> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      const request: CheckpointRequest = { path: this.#path, mode }
      this.#worker ??= this.#start()
      // Who waits is not left by a command that has nothing else to do, nor by the collector, which would take all that waits for the answer.
      this.#worker.ref()
      this.#worker.postMessage(request)
    })
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url))
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
