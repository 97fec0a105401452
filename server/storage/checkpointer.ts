import { Worker } from 'node:worker_threads'
import type { CheckpointMode, CheckpointReply, CheckpointRequest } from './checkpoint-worker.ts'

/** The one worker that checkpoints a database; requests are answered one after another. */
export class Checkpointer {
  readonly #path: string
  readonly #worker: Worker
  #answer: ((reply: CheckpointReply) => void) | null = null

  constructor(path: string) {
    this.#path = path
    this.#worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url))
    this.#worker.unref()
    this.#worker.on('message', (reply: CheckpointReply) => this.#settle(reply))
    this.#worker.on('error', (error) => this.#settle({ ok: false, error: String(error), syncFailed: false }))
  }

  /** Resolves with the reply, also where it failed. One request at a time. */
  run(mode: CheckpointMode): Promise<CheckpointReply> {
    return new Promise((resolve) => {
      this.#answer = resolve
      const request: CheckpointRequest = { path: this.#path, mode }
      this.#worker.postMessage(request)
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #settle(reply: CheckpointReply): void {
    const answer = this.#answer
    this.#answer = null
    answer?.(reply)
  }
}
