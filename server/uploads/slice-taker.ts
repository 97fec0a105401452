import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Flow } from '#server/kit/flow.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Origin } from '#server/kit/socket.ts'
import { Turns } from '#server/kit/turns.ts'
import { paced } from './paced.ts'
import type { PartialFiles } from './partial-files.ts'
import type { RefuseShared } from './shared-space.ts'
import type { UploadRow } from './upload-rows.ts'

export type SliceNeeds = {
  storage: Pick<RoomStorage, 'read'>
  clock: Clock
  partials: PartialFiles
  budget: Limiter
  quota: {
    slicesAtOnce: number
    slicesPerPerson: number
    slicesPerAddress: number
    uploadBytesPerSecond: number
    freeDiskBytes: number
  }
  /** Whether what has come is still within what all share. */
  refuseShared: RefuseShared
  /** Most bytes of one request. */
  sliceBytes: number
}

/** What a request says of its slice, and where it comes from. */
export type Slice = {
  offset: number
  bytes: number
  body: ReadableStream<Uint8Array> | null
  from: Pick<Origin, 'prefix'>
}

/** A slice that is coming in: whose it is, and when a byte of it came last. */
type Taking = {
  readonly owner: string
  readonly prefix: string
  lastMs: number
  cut(reason: Refusal): void
  readonly ended: Promise<void>
}

const BUSY_RETRY_MS = 1_000
const FULL_RETRY_MS = 5_000
/** Bodies that are read at once: of those that have come, for one that is slow gives way. */
const AT_ONCE = 4
/** While more come in than this, the next slices are small: the runtime holds each of them in memory. */
const CALM = 8
const SMALL_BYTES = 256 * 1024
/** A body from which nothing has come for so long gives its place to who asks for one. */
const IDLE_MS = 5_000
/** How often the files of a room are added up for those that send there: of 100,000 files that takes 9 ms (measured). */
const ROOM_MS = 1_000
const busy = (): Refusal => new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })

/** Takes the bytes of files, a slice at a time. */
export class SliceTaker {
  readonly #needs: SliceNeeds
  /** One an upload at most, and as many as there are places. */
  readonly #taking = new Map<string, Taking>()
  readonly #turns = new Turns(AT_ONCE)
  readonly #flow: Flow
  /** Rooms that were asked since then and are not full; what their slices become is asked again as a file. */
  readonly #roomy = new Set<string>()
  #roomySinceMs = 0

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
    await this.#inPlace(id, owner, slice.from, async ({ cut, came }) => {
      const offset = await partials.lengthOf(id)
      if (offset !== slice.offset) throw new Refusal('wrong_offset', { offset })
      if (slice.bytes > upload.bytes - offset) throw new Refusal('too_large', { limit: upload.bytes })
      const { body } = slice
      if (!body || slice.bytes === 0) return
      await this.#requireRoom(upload, slice.bytes)
      const pieces = paced(body, { clock, cut, turns: this.#turns, flow: this.#flow })
      await partials.append(id, offset, told(pieces, came))
    })
  }

  /** When it was begun there was space; something else may have taken it since. The last of it is for the chat (P-16). */
  async #requireRoom({ room_id: room }: UploadRow, bytes: number): Promise<void> {
    const { clock, partials, quota, storage, refuseShared } = this.#needs
    if ((await partials.freeBytes()) - bytes < quota.freeDiskBytes)
      throw new Refusal('storage_full', { retry_after_ms: FULL_RETRY_MS })
    const now = clock.steadyMs()
    if (now - this.#roomySinceMs > ROOM_MS) {
      this.#roomy.clear()
      this.#roomySinceMs = now
    }
    const isKnown = room !== null && this.#roomy.has(room)
    const full = await refuseShared(storage.read, isKnown ? null : room, bytes)
    if (full) throw full
    if (room !== null) this.#roomy.add(room)
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

  async #inPlace(id: string, owner: string, { prefix }: Slice['from'], work: (taking: InPlace) => Promise<void>) {
    for (let idle = this.#inTheWay({ owner, prefix }); idle; idle = this.#inTheWay({ owner, prefix })) {
      idle.cut(busy())
      await idle.ended
    }
    // No turn passes from here on until the place is taken.
    if (this.#taking.has(id)) throw busy()
    const cut = Promise.withResolvers<never>()
    cut.promise.catch(() => {})
    const ended = Promise.withResolvers<void>()
    const lastMs = this.#needs.clock.steadyMs()
    const taking: Taking = { owner, prefix, lastMs, cut: cut.reject, ended: ended.promise }
    this.#taking.set(id, taking)
    try {
      await work({ cut: cut.promise, came: () => Object.assign(taking, { lastMs: this.#needs.clock.steadyMs() }) })
    } finally {
      this.#taking.delete(id)
      ended.resolve()
    }
  }

  /**
   * One's own places, those of the address, all: where they are taken, an idle body among them gives way. Null: there is a place.
   * Refuses with `busy` where nobody is idle.
   */
  #inTheWay({ owner, prefix }: Pick<Taking, 'owner' | 'prefix'>): Taking | null {
    const { slicesPerPerson, slicesPerAddress, slicesAtOnce } = this.#needs.quota
    const bounds: [number, (taking: Taking) => boolean][] = [
      [slicesPerPerson, (taking) => taking.owner === owner],
      [slicesPerAddress, (taking) => taking.prefix === prefix],
      [slicesAtOnce, () => true],
    ]
    const now = this.#needs.clock.steadyMs()
    for (const [most, isAmong] of bounds) {
      const taken = [...this.#taking.values()].filter(isAmong)
      if (taken.length < most) continue
      const idle = taken.find(({ lastMs }) => now - lastMs > IDLE_MS)
      if (!idle) throw busy()
      return idle
    }
    return null
  }
}

type InPlace = { cut: Promise<never>; came(): void }

/** Says when a piece has come. */
async function* told(pieces: AsyncIterable<Uint8Array>, came: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    came()
    yield piece
  }
}
