import type { File } from '#protocol/files.ts'
import { refusals } from '#protocol/refusals.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Blobs } from '#server/files/index.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newFileId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Inspect, Inspected } from '#server/pictures/inspected.ts'
import { nameOfPicture } from './clean-name.ts'
import { insertFile } from './file-rows.ts'
import type { PartialFiles } from './partial-files.ts'
import { deleteUpload, finishUpload, type UploadRow, type Voice } from './upload-rows.ts'

export type FinishingNeeds = {
  storage: RoomStorage
  clock: Clock
  blobs: Blobs
  partials: PartialFiles
  inspect: Inspect
}

/** A request that stays without an answer for 10 s is ended by the runtime. */
const PATIENCE_MS = 8_000
/** Reasons that are remembered for whoever asks again: their answer may have been lost. */
const MOST_REASONS = 1_000

/** Makes a file of bytes that are all there: what is it really, is it kept, may a message name it? */
export class Finishing {
  readonly #needs: FinishingNeeds
  /** Under way, whoever asks: a request that was cut does not stop it. As many as there are uploads whose last slice came. */
  readonly #underWay = new Map<string, Promise<File>>()
  readonly #reasons = new Map<string, { owner: string; refusal: Refusal }>()

  constructor(needs: FinishingNeeds) {
    this.#needs = needs
  }

  /**
   * The file of this upload; null: it is still looked at. Refuses with what the inspection says (`wrong_kind`, `bad_picture`: the upload is gone then), or with
   * `busy`, `storage_full`, `unavailable`, after which it can be asked for again, and `not_found`: it was given up meanwhile.
   */
  async finish(upload: UploadRow): Promise<File | null> {
    const late = Promise.withResolvers<null>()
    const stop = this.#needs.clock.after(PATIENCE_MS, () => late.resolve(null))
    try {
      return await Promise.race([this.#begun(upload), late.promise])
    } finally {
      stop()
    }
  }

  /** Why this one is there no more, if it was refused lately. */
  reasonOf(id: string, owner: string): Refusal | null {
    const reason = this.#reasons.get(id)
    return reason?.owner === owner ? reason.refusal : null
  }

  #begun(upload: UploadRow): Promise<File> {
    const { id } = upload
    const known = this.#underWay.get(id)
    if (known) return known
    const mine = this.#finish(upload).finally(() => this.#underWay.delete(id))
    // Whoever asked may have gone.
    mine.catch(() => {})
    this.#underWay.set(id, mine)
    return mine
  }

  async #finish(upload: UploadRow): Promise<File> {
    const { inspect, partials } = this.#needs
    const inspected = await inspect(partials.pathOf(upload.id), wishedOf(upload))
    if (inspected instanceof Refusal) return this.#refuse(upload, inspected)
    const file = await this.#keep(upload, inspected)
    await partials.remove(upload.id)
    return file
  }

  async #refuse({ id, owner_id: owner }: UploadRow, refusal: Refusal): Promise<never> {
    const { storage, partials } = this.#needs
    if (refusals[refusal.code].retry === 'later') throw refusal
    await storage.write(({ sql }) => deleteUpload(sql, id))
    await partials.remove(id)
    this.#reasons.set(id, { owner, refusal })
    const [oldest] = this.#reasons.keys()
    if (oldest !== undefined && this.#reasons.size > MOST_REASONS) this.#reasons.delete(oldest)
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
