import type { File } from '#protocol/files.ts'
import { refusals } from '#protocol/refusals.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import { type Blobs, errorCode, hasBlob } from '#server/files/index.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newFileId } from '#server/kit/ids.ts'
import { Lately } from '#server/kit/lately.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { Turns } from '#server/kit/turns.ts'
import type { Inspect, Inspected } from '#server/pictures/inspected.ts'
import { nameOfPicture } from './clean-name.ts'
import { insertFile } from './file-rows.ts'
import type { PartialFiles } from './partial-files.ts'
import type { RefuseShared } from './shared-space.ts'
import { deleteUpload, findUpload, finishUpload, type UploadRow, type Voice } from './upload-rows.ts'

export type FinishingNeeds = {
  storage: RoomStorage
  clock: Clock
  blobs: Blobs
  partials: PartialFiles
  inspect: Inspect
  refuseShared: RefuseShared
}

/** A request that stays without an answer for 10 s is ended by the runtime. */
const PATIENCE_MS = 8_000
const AGAIN_MS = 1_000
/** Files that are looked at and kept, or wait for it. A store that hangs holds no more; who comes then asks again. */
const MOST_UNDER_WAY = 1_000
/**
 * Outcomes that are remembered for whoever asks again: their answer may have been lost. Half a kilobyte each, one with a long name or a voice
 * a whole one (measured). Of what became a file the rows tell, too; only a request that was under way needs it from here.
 */
const KNOWN = { most: 1_000, ms: 3_600_000 }
/** Files of one person that are looked at at once: who sends many pictures that are dear to make holds up nobody else. */
const OF_PERSON = 2

/** Makes a file of bytes that are all there: what is it really, is it kept, may a message name it? */
export class Finishing {
  readonly #needs: FinishingNeeds
  /** Begun, whoever asks: a request that was cut does not stop it. */
  readonly #underWay = new Map<string, Promise<File>>()
  /** What was finished lately: its bytes lie elsewhere now. */
  readonly #done: Lately<Promise<File>>
  readonly #ofPerson = new Map<string, Turns>()
  readonly #reasons: Lately<{ owner: string; refusal: Refusal }>

  constructor(needs: FinishingNeeds) {
    this.#needs = needs
    this.#done = new Lately(KNOWN, needs.clock.steadyMs)
    this.#reasons = new Lately(KNOWN, needs.clock.steadyMs)
  }

  /**
   * The file of this upload; null: it is still looked at. Refuses with what the inspection says (`wrong_kind`, `bad_picture`, `quota_full`: the upload is gone then), or with
   * `busy`, `storage_full`, `unavailable`, after which it can be asked for again, and `not_found`: it was given up meanwhile.
   */
  async finish(upload: UploadRow): Promise<File | null> {
    const late = Promise.withResolvers<null>()
    const stop = this.#needs.clock.after(PATIENCE_MS, () => late.resolve(null))
    try {
      return await Promise.race([this.#begin(upload), late.promise])
    } finally {
      stop()
    }
  }

  /** Why this one is there no more, if it was refused lately. */
  reasonOf(id: string, owner: string): Refusal | null {
    const reason = this.#reasons.get(id)
    return reason?.owner === owner ? reason.refusal : null
  }

  /** All bytes of this one were there: how many lie in its partial file says nothing any more. */
  hasBegun(id: string): boolean {
    return this.#underWay.has(id) || this.#done.get(id) !== undefined
  }

  /** Forgets outcomes that are too old; call it now and then. */
  sweep(): void {
    this.#done.sweep()
    this.#reasons.sweep()
  }

  /** How many outcomes are remembered. */
  get known(): number {
    return this.#done.size + this.#reasons.size
  }

  #begin(upload: UploadRow): Promise<File> {
    const { id } = upload
    const known = this.#underWay.get(id) ?? this.#done.get(id)
    if (known) return known
    if (this.#underWay.size >= MOST_UNDER_WAY) return Promise.reject(new Refusal('busy', { retry_after_ms: AGAIN_MS }))
    const mine = this.#inTurn(upload.owner_id, () => this.#finish(upload)).catch((error: unknown) =>
      this.#failed(upload, error),
    )
    this.#underWay.set(id, mine)
    void this.#ended(id, mine)
    return mine
  }

  /** What failed can be tried again. Whoever asked may have gone. */
  async #ended(id: string, mine: Promise<File>): Promise<void> {
    const isDone = await mine.then(
      () => true,
      () => false,
    )
    if (isDone) this.#done.set(id, mine)
    this.#underWay.delete(id)
  }

  async #inTurn(owner: string, work: () => Promise<File>): Promise<File> {
    const turns = this.#ofPerson.get(owner) ?? new Turns(OF_PERSON)
    this.#ofPerson.set(owner, turns)
    try {
      return await turns.take(work)
    } finally {
      if (turns.isIdle) this.#ofPerson.delete(owner)
    }
  }

  async #finish(upload: UploadRow): Promise<File> {
    const { storage, inspect, partials, refuseShared } = this.#needs
    const inspected = await inspect(partials.pathOf(upload.id), wishedOf(upload))
    if (inspected instanceof Refusal) return this.refuse(upload, inspected)
    const full = await refuseShared(storage.read, upload.room_id, inspected.bytes, upload.bytes)
    if (full) return this.refuse(upload, full)
    const file = await this.#keep(upload, inspected)
    await partials.remove(upload.id)
    return file
  }

  /**
   * What is given up meanwhile loses its bytes while they are looked at: that is no fault. Nothing made of what is gone stays, and that it is
   * gone is known: after a sync that failed, or with its bytes lost, it begins anew.
   */
  async #failed({ id, owner_id: owner }: UploadRow, error: unknown): Promise<never> {
    const { storage, partials } = this.#needs
    const isWanted = (await findUpload(storage.read, id, owner)) !== null
    if (!isWanted || (await partials.lengthOf(id)) === 0) await partials.remove(id)
    if (error instanceof Refusal) throw error
    if (!isWanted) throw new Refusal('not_found')
    throw errorCode(error) === 'ENOENT' ? new Refusal('unavailable', { retry_after_ms: AGAIN_MS }) : error
  }

  /** Nothing becomes of it: it is gone, and whoever asks again is told why. What passes by itself is only said. */
  async refuse({ id, owner_id: owner }: UploadRow, refusal: Refusal): Promise<never> {
    const { storage, partials } = this.#needs
    if (refusals[refusal.code].retry === 'later') throw refusal
    if (!(await storage.write(({ sql }) => deleteUpload(sql, id)))) throw new Refusal('not_found')
    await partials.remove(id)
    this.#reasons.set(id, { owner, refusal })
    throw refusal
  }

  /** The bytes first, and what names them behind them (P-19). */
  async #keep(upload: UploadRow, inspected: Inspected): Promise<File> {
    const { storage, clock, blobs } = this.#needs
    const { hash, bytes } = await blobs.keep(inspected.path)
    const thumb = inspected.thumb && { ...(await blobs.keep(inspected.thumb.path)), type: inspected.thumb.type }
    const file = fileOf(upload, inspected, bytes)
    const { owner_id: owner, room_id: room } = upload
    const counted = bytes + (thumb?.bytes ?? 0)
    await storage.write(async ({ sql }) => {
      // A machine that slept for hours in between has swept them: what is not there is not named (P-19).
      for (const kept of thumb ? [hash, thumb.hash] : [hash])
        if (!(await hasBlob(sql, kept))) throw new Refusal('busy', { retry_after_ms: AGAIN_MS })
      if (!(await finishUpload(sql, upload.id, file.id))) throw new Refusal('not_found')
      const kept = { owner, room, file, hash, thumb: thumb ?? null, bytes: counted, atMs: clock.nowMs() }
      await insertFile(sql, kept)
    })
    return file
  }
}

/** What is for no room is for a pack of emoticons. */
const wishedOf = ({ room_id, voice }: UploadRow) => (room_id === null ? 'emoticon' : voice === null ? 'any' : 'voice')

function fileOf({ name, voice }: UploadRow, inspected: Inspected, bytes: number): File {
  const { kind, type, width, height, moving, tint, duration_ms } = inspected
  // Written by this part alone, from a checked wish.
  const said: Voice | null = voice === null ? null : JSON.parse(voice)
  const duration = duration_ms ?? said?.duration_ms
  return {
    id: newFileId(),
    kind,
    name: kind === 'picture' ? nameOfPicture(name, type) : name,
    type: harmless(type),
    bytes,
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(moving && { moving }),
    ...(tint !== undefined && { tint }),
    ...(duration !== undefined && { duration_ms: duration }),
    ...(said && { wave: said.wave }),
  }
}

/** What a browser would run or lay out, whoever says that it is that, is bytes to us (T-37). */
const harmless = (type: string): string =>
  /html|xml|svg|script|xsl|mathml/i.test(type) ? 'application/octet-stream' : type
