import { Worker } from 'node:worker_threads'
import type { CheckpointMode, CheckpointReply, CheckpointRequest } from './checkpoint-worker.ts'

/** The one worker that checkpoints a database; requests are answered one after another, in their order. */
export class Checkpointer {
  readonly #path: string
  readonly #worker: Worker
  readonly #waiting: ((reply: CheckpointReply) => void)[] = []

  constructor(path: string) {
    this.#path = path
    this.#worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url))
    this.#worker.unref()
    this.#worker.on('message', (reply: CheckpointReply) => this.#settle(reply))
    this.#worker.on('error', (error) => this.#settle({ ok: false, error: String(error), syncFailed: false }))
  }

  /** Resolves with the reply, also where it failed. */
  run(mode: CheckpointMode): Promise<CheckpointReply> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      // While it is not, the collector may take it, and with it all that waits for its answer: in a command there is no server that holds them.
      this.#worker.ref()
      const request: CheckpointRequest = { path: this.#path, mode }
      this.#worker.postMessage(request)
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(reply: CheckpointReply): void {
    const answer = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#worker.unref()
    answer?.(reply)
  }
}
