import { emoticonKey } from '#protocol/emoticons.ts'
import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Pack } from '#protocol/packs.ts'
import { characters } from '#protocol/text.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import { requireText } from '#server/kit/clean-text.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newPackId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { type HeldPack, type HeldPacks, toldPack } from './held-packs.ts'
import { changePack, hidePack, hidePicture, insertPack, insertPicture, type Kept, nextPlace } from './pack-rows.ts'
import { idOf, takeUploaded } from './uploaded.ts'

export type ChangeNeeds = {
  storage: RoomStorage
  clock: Clock
  held: HeldPacks
  ownsHouse(sql: Sql, principalId: string): Promise<boolean>
}

type Added = CommandInput<'pack.make'>['pictures']

/** One change at a time: names are looked up in memory, which follows the disk. */
export class PackChanges {
  readonly #needs: ChangeNeeds
  #last: Promise<unknown> = Promise.resolve()

  constructor(needs: ChangeNeeds) {
    this.#needs = needs
  }

  make(caller: Caller, { title, kind, pictures }: CommandInput<'pack.make'>): Promise<{ pack: Pack }> {
    return this.#alone(async () => {
      const { held, clock } = this.#needs
      const named = requireTitle(title)
      const again = this.#packOf(pictures)
      if (again) return { pack: toldPack(again) }
      if (held.size >= limits.packs) throw new Refusal('too_many', { limit: limits.packs })
      this.#requireNames(pictures)
      const row = { id: newPackId(), kind, title: named, version: 1 }
      return this.#store(caller, async (sql) => {
        await insertPack(sql, row, clock.nowMs())
        return { ...row, pictures: await this.#add(sql, row, caller, pictures) }
      })
    })
  }

  change(caller: Caller, { pack: id, title, add = [], remove = [] }: CommandInput<'pack.change'>) {
    return this.#alone(async () => {
      const before = this.#require(id)
      const gone = new Set(remove)
      const left = before.pictures.filter((picture) => !gone.has(picture.id))
      const known = new Set(left.map((picture) => picture.id))
      // What an answer that was lost has already added is not added again (HOUSE-11).
      const fresh = add.filter(({ file }) => !known.has(idOf(file)))
      if (left.length + fresh.length > limits.packPictures)
        throw new Refusal('too_many', { limit: limits.packPictures })
      const freed = before.pictures.filter((picture) => gone.has(picture.id))
      this.#requireNames(fresh, freed)
      const version = before.version + (fresh.length > 0 || left.length < before.pictures.length ? 1 : 0)
      const row = { ...before, title: title === undefined ? before.title : requireTitle(title), version }
      return this.#store(caller, async (sql) => {
        await changePack(sql, row)
        for (const picture of freed) await hidePicture(sql, picture.id)
        return { ...row, pictures: [...left, ...(await this.#add(sql, row, caller, fresh))] }
      })
    })
  }

  remove(caller: Caller, id: string): Promise<Record<string, never>> {
    return this.#alone(async () => {
      const { held, storage } = this.#needs
      if (!held.find(id)) throw new Refusal('not_found')
      await storage.write(async ({ sql }) => {
        await this.#requireOwner(sql, caller)
        await hidePack(sql, id)
      })
      held.remove(id)
      return {}
    })
  }

  async #store(caller: Caller, work: (sql: Sql) => Promise<HeldPack>): Promise<{ pack: Pack }> {
    const { storage, held } = this.#needs
    const pack = await storage.write(async ({ sql }) => {
      await this.#requireOwner(sql, caller)
      return work(sql)
    })
    held.set(pack)
    return { pack: toldPack(pack) }
  }

  /** Asked again in the transaction: somebody may have been deleted meanwhile. */
  async #requireOwner(sql: Sql, { principal }: Caller): Promise<void> {
    if (!(await this.#needs.ownsHouse(sql, principal.id))) throw new Refusal('forbidden')
  }

  async #add(sql: Sql, { id, kind }: Pick<HeldPack, 'id' | 'kind'>, { principal }: Caller, pictures: Added) {
    const first = await nextPlace(sql, id)
    const kept: Kept[] = []
    for (const [at, { name, file }] of pictures.entries()) {
      const picture = { ...(await takeUploaded(sql, { owner: principal.id, file, kind })), name: name.normalize('NFC') }
      await insertPicture(sql, { pack: id, key: emoticonKey(name), place: first + at, picture })
      kept.push(picture)
    }
    return kept
  }

  #require(id: string): HeldPack {
    const pack = this.#needs.held.find(id)
    if (!pack) throw new Refusal('not_found')
    return pack
  }

  /** The pack that was made of these files, if it was. */
  #packOf(pictures: Added): HeldPack | undefined {
    const ids = new Set(pictures.map(({ file }) => idOf(file)))
    return this.#needs.held.all().find((pack) => {
      const there = new Set(pack.pictures.map(({ id }) => id))
      return [...ids].every((id) => there.has(id))
    })
  }

  /** Each name means one picture of the installation; those of `freed` are free again. */
  #requireNames(pictures: Added, freed: readonly Kept[] = []): void {
    const free = new Set(freed.flatMap(({ name, also = [] }) => [name, ...also].map(emoticonKey)))
    const seen = new Set<string>()
    for (const { name } of pictures) {
      const key = emoticonKey(name)
      if (seen.has(key) || (this.#needs.held.isTaken(key) && !free.has(key)))
        throw new Refusal('name_taken', { field: name })
      seen.add(key)
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work)
    this.#last = mine.catch(() => {})
    return mine
  }
}

function requireTitle(raw: string): string {
  const title = requireText(raw).replace(/\s+/g, ' ').trim()
  if (title === '') throw new Refusal('empty', { field: 'title' })
  if (characters(title) > limits.packTitleChars) throw new Refusal('too_long', { limit: limits.packTitleChars })
  return title
}
