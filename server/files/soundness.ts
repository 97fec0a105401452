import type { Clock } from '#server/kit/clock.ts'
import { type HashOf, hashOf } from './hash-of.ts'
import { Places } from './places.ts'

/** So long what was found right counts as right: what a disk turns is found within this time of its next reader. */
const AGAIN_MS = 24 * 3_600_000
/** Files of which we remember it; 100 bytes each. */
const MOST = 20_000
const READS = { atOnce: 4, waiting: 1_000 }

/**
 * Whether files are what their names say, asked of the disk before the first reader of a day gets them (F-7). What has been read for
 * it the kernel still has when it is served.
 */
export class Soundness {
  readonly #clock: Pick<Clock, 'steadyMs'>
  readonly #hashOf: HashOf
  /** When it was found, the oldest first. */
  readonly #found = new Map<string, number>()
  readonly #asked = new Map<string, Promise<boolean>>()
  readonly #reads = new Places(READS)

  constructor(clock: Pick<Clock, 'steadyMs'>, hash: HashOf = hashOf) {
    this.#clock = clock
    this.#hashOf = hash
  }

  async isSound(hash: string, path: string): Promise<boolean> {
    if ((this.#found.get(hash) ?? Number.NEGATIVE_INFINITY) > this.#clock.steadyMs() - AGAIN_MS) return true
    const asked = this.#asked.get(hash)
    if (asked) return asked
    const mine = this.#reads
      .taken(async () => (await this.#hashOf(path)).hash === hash)
      .finally(() => this.#asked.delete(hash))
    this.#asked.set(hash, mine)
    const isIt = await mine
    if (isIt) this.#note(hash)
    return isIt
  }

  forget(hash: string): void {
    this.#found.delete(hash)
  }

  #note(hash: string): void {
    this.#found.delete(hash)
    this.#found.set(hash, this.#clock.steadyMs())
    const [oldest] = this.#found.keys()
    if (this.#found.size > MOST && oldest !== undefined) this.#found.delete(oldest)
  }
}
