import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asRefusal, type Blobs } from '#server/files/index.ts'
import { newFileId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Inspect, Inspected } from '#server/pictures/inspected.ts'
import type { CardFacts, KeptPicture } from './card-rows.ts'
import type { Get, Wish } from './guarded-get.ts'

export type PictureNeeds = {
  get: Get
  blobs: Pick<Blobs, 'keep'>
  inspect: Inspect
  /** For pictures while they are looked at. */
  folder: string
}

/** As a card tells of it, and as it is kept. */
export type CardPicture = { shown: NonNullable<CardFacts['picture']>; kept: KeptPicture }

/** Of what others send; what is kept is made anew, and small (T-37, T-45). */
export const MOST_PICTURE_BYTES = 5 * 1024 * 1024

const wish: Wish = {
  accept: 'image/webp,image/png,image/jpeg,image/gif',
  want: (type) => (type.startsWith('image/') ? { bytes: MOST_PICTURE_BYTES, cut: false } : null),
}

/** Our own small copies of the pictures of pages. */
export class CardPictures {
  readonly #needs: PictureNeeds

  constructor(needs: PictureNeeds) {
    this.#needs = needs
  }

  /** Forgets what a kill has left. Call it before anything is fetched. */
  async start(): Promise<void> {
    await rm(this.#needs.folder, { recursive: true, force: true })
    await mkdir(this.#needs.folder, { recursive: true, mode: 0o700 })
  }

  /** `id`: of the picture that this address had before. Null: there is none that can be shown. */
  async fetch(url: URL, id: string | null): Promise<CardPicture | null> {
    const got = await this.#needs.get(url, wish).catch(() => null)
    return got && this.keep(got.body, id)
  }

  async keep(bytes: Buffer, id: string | null): Promise<CardPicture | null> {
    const path = join(this.#needs.folder, newFileId())
    const left = [path]
    try {
      await writeFile(path, bytes)
      const made = await this.#needs.inspect(path, 'card')
      if (made instanceof Refusal) return null
      left.push(made.path, ...(made.thumb ? [made.thumb.path] : []))
      return await this.#keepSmall(made, id ?? newFileId())
    } catch (error) {
      // The disk takes nothing more: a card does without.
      if (asRefusal(error) instanceof Refusal) return null
      throw error
    } finally {
      for (const one of left) await rm(one, { force: true })
    }
  }

  async #keepSmall({ thumb }: Inspected, id: string): Promise<CardPicture | null> {
    if (!thumb) return null
    const { hash } = await this.#needs.blobs.keep(thumb.path)
    const { width, height, type } = thumb
    return { shown: { id, width, height }, kept: { id, hash, type } }
  }
}
