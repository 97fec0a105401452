import { nextTurn } from '#server/kit/clock.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { type ErasingNeeds, erasing } from './erasing.ts'
import type { Erasure } from './erasure-store.ts'

export type ErasuresNeeds = ErasingNeeds & { diary: Log }

/** So many people may be waiting for theirs; what comes then is refused as busy. */
export const MOST_ERASURES = 1_000
const BUSY_RETRY_MS = 5_000

type Job = { erasure: Erasure; steps: AsyncGenerator<void, number> }

/** The erasures under way on this node: a write of each in turn, one at a time, so that messages have the lane to themselves. */
export class Erasures {
  readonly #needs: ErasuresNeeds
  readonly #byPerson = new Map<string, Job | null>()
  readonly #line: Job[] = []
  #running = false

  constructor(needs: ErasuresNeeds) {
    this.#needs = needs
  }

  /** Whether this very wish is under way already. Refuses with `busy` while another one of the person is, or too many are. */
  isUnderWay({ principal, cid }: Pick<Erasure, 'principal' | 'cid'>): boolean {
    if (!this.#byPerson.has(principal)) {
      if (this.#byPerson.size >= MOST_ERASURES) throw new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })
      return false
    }
    if (this.#byPerson.get(principal)?.erasure.cid !== cid) throw new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })
    return true
  }

  /** Holds the person's place while its wish is being stored; `start` or `giveUp` follow. */
  reserve(principal: string): void {
    this.#byPerson.set(principal, null)
  }

  giveUp(principal: string): void {
    this.#byPerson.delete(principal)
  }

  /** The wish is stored. One of the same person that is under way makes room for it. */
  start(erasure: Erasure): void {
    const job = { erasure, steps: erasing(this.#needs, erasure) }
    this.#byPerson.set(erasure.principal, job)
    this.#line.push(job)
    if (!this.#running) void this.#run()
  }

  /** What is under way goes on after the next start. */
  stop(): void {
    this.#line.length = 0
    this.#byPerson.clear()
  }

  async #run(): Promise<void> {
    this.#running = true
    for (let job = this.#line.shift(); job; job = this.#line.shift()) {
      if (this.#byPerson.get(job.erasure.principal) === job) await this.#step(job)
      await nextTurn()
    }
    this.#running = false
  }

  async #step(job: Job): Promise<void> {
    const { principal, cid } = job.erasure
    try {
      const { done, value } = await job.steps.next()
      if (!done) {
        this.#line.push(job)
        return
      }
      this.#needs.diary.info('erased_own', { principal, messages: value })
    } catch (error) {
      // It is stored, so the next start goes on with it.
      const isStopping = error instanceof Refusal && error.code === 'draining'
      if (!isStopping) this.#needs.diary.error('erasing_failed', { principal, cid, error: String(error) })
    }
    if (this.#byPerson.get(principal) === job) this.#byPerson.delete(principal)
  }
}
