import type { Clock } from '#server/kit/clock.ts'
import { Flow } from '#server/kit/flow.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { Turns } from '#server/kit/turns.ts'
import { paced } from './paced.ts'
import type { PartialFiles } from './partial-files.ts'
import type { UploadRow } from './upload-rows.ts'

export type SliceNeeds = {
  clock: Clock
  partials: PartialFiles
  budget: Limiter
  quota: { slicesAtOnce: number; slicesPerPerson: number; uploadBytesPerSecond: number; freeDiskBytes: number }
  /** Most bytes of one request. */
  sliceBytes: number
}

/** What a request says of its slice. */
export type Slice = { offset: number; bytes: number; body: ReadableStream<Uint8Array> | null }

/** A slice that is coming in. */
type Taking = { cut(reason: Refusal): void; ended: Promise<void> }

const BUSY_RETRY_MS = 1_000
const FULL_RETRY_MS = 5_000
/** Bodies that are read at once: of those that have come, for one that is slow gives way. */
const AT_ONCE = 4
/** While more come in than this, the next slices are small: the runtime holds each of them in memory. */
const CALM = 8
const SMALL_BYTES = 256 * 1024
const busy = (): Refusal => new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })

/** Takes the bytes of files, a slice at a time. */
export class SliceTaker {
  readonly #needs: SliceNeeds
  /** One an upload at most, and as many as there are places. */
  readonly #taking = new Map<string, Taking>()
  readonly #turns = new Turns(AT_ONCE)
  readonly #flow: Flow
  readonly #ofPerson = new Map<string, number>()

  constructor(needs: SliceNeeds) {
    this.#needs = needs
    this.#flow = new Flow(needs.clock, needs.quota.uploadBytesPerSecond)
  }

  /**
   * Resolves when all of the slice is there. What came before a refusal stays: `too_large`, `wrong_offset`, `rate_limited`,
   * `busy`, `too_slow`, `storage_full`.
   */
  async take(upload: UploadRow, slice: Slice): Promise<void> {
    const { clock, partials, budget, sliceBytes } = this.#needs
    const { id, owner_id: owner } = upload
    if (slice.bytes > sliceBytes) throw new Refusal('too_large', { limit: sliceBytes })
    budget.require(owner)
    // A later request ends an earlier one: its line may be lost, and nobody has told us yet.
    await this.cut(id)
    await this.#inPlace(id, owner, async (cut) => {
      const offset = await partials.lengthOf(id)
      if (offset !== slice.offset) throw new Refusal('wrong_offset', { offset })
      if (slice.bytes > upload.bytes - offset) throw new Refusal('too_large', { limit: upload.bytes })
      const { body } = slice
      if (!body || slice.bytes === 0) return
      await this.#requireFree(slice.bytes)
      await partials.append(id, offset, paced(body, { clock, cut, turns: this.#turns, flow: this.#flow }))
    })
  }

  /** When it was begun there was space; something else may have taken it since. The last of it is for the chat (P-16). */
  async #requireFree(bytes: number): Promise<void> {
    const { partials, quota } = this.#needs
    if ((await partials.freeBytes()) - bytes < quota.freeDiskBytes)
      throw new Refusal('storage_full', { retry_after_ms: FULL_RETRY_MS })
  }

  /** Most bytes that the next request of an upload should bring. A first one is small, for nobody knows how many begin. */
  sliceBytes(isFirst: boolean): number {
    const { sliceBytes } = this.#needs
    return isFirst || this.#taking.size > CALM ? Math.min(SMALL_BYTES, sliceBytes) : sliceBytes
  }

  /** Ends what still sends this one; resolves when nothing more of it is written. */
  async cut(id: string): Promise<void> {
    const taking = this.#taking.get(id)
    taking?.cut(busy())
    await taking?.ended
  }

  async #inPlace(id: string, owner: string, work: (cut: Promise<never>) => Promise<void>): Promise<void> {
    const { slicesAtOnce, slicesPerPerson } = this.#needs.quota
    const own = this.#ofPerson.get(owner) ?? 0
    if (this.#taking.has(id) || own >= slicesPerPerson || this.#taking.size >= slicesAtOnce) throw busy()
    const cut = Promise.withResolvers<never>()
    cut.promise.catch(() => {})
    const ended = Promise.withResolvers<void>()
    this.#taking.set(id, { cut: cut.reject, ended: ended.promise })
    this.#ofPerson.set(owner, own + 1)
    try {
      await work(cut.promise)
    } finally {
      this.#taking.delete(id)
      this.#leave(owner)
      ended.resolve()
    }
  }

  #leave(owner: string): void {
    const left = (this.#ofPerson.get(owner) ?? 1) - 1
    if (left > 0) this.#ofPerson.set(owner, left)
    else this.#ofPerson.delete(owner)
  }
}
