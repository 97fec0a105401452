import { emoticonKey } from '#protocol/emoticons.ts'
import type { Emoticon, Pack } from '#protocol/packs.ts'
import type { Kept, PackRow } from './pack-rows.ts'

/** A pack with where its bytes are. */
export type HeldPack = PackRow & { pictures: readonly Kept[] }
type Named = { picture: Kept; kind: PackRow['kind'] }

/**
 * What is offered now, in memory: a name in a message is looked up without a statement. Bounded by `limits.packs` and
 * `limits.packPictures`.
 */
export class HeldPacks {
  readonly #packs = new Map<string, HeldPack>()
  readonly #byKey = new Map<string, Named>()
  readonly #byId = new Map<string, Named>()

  get size(): number {
    return this.#packs.size
  }

  /** Oldest first. */
  all(): HeldPack[] {
    return [...this.#packs.values()]
  }

  find(id: string): HeldPack | undefined {
    return this.#packs.get(id)
  }

  set(pack: HeldPack): void {
    this.#unname(this.#packs.get(pack.id))
    this.#packs.set(pack.id, pack)
    for (const picture of pack.pictures) {
      const named = { picture, kind: pack.kind }
      this.#byId.set(picture.id, named)
      for (const key of keysOf(picture)) this.#byKey.set(key, named)
    }
  }

  remove(id: string): void {
    this.#unname(this.#packs.get(id))
    this.#packs.delete(id)
  }

  named(name: string): Emoticon | undefined {
    const found = this.#byKey.get(emoticonKey(name))
    return found && { name, ...sizedId(found.picture) }
  }

  /** A large picture for a message of its own, if `name` is one of its names. */
  sticker(id: string, name: string): Emoticon | 'gone' | 'misnamed' {
    const found = this.#byId.get(id)
    if (found?.kind !== 'stickers') return 'gone'
    return keysOf(found.picture).includes(emoticonKey(name)) ? { name, ...sizedId(found.picture) } : 'misnamed'
  }

  isTaken(key: string): boolean {
    return this.#byKey.has(key)
  }

  #unname(pack: HeldPack | undefined): void {
    for (const picture of pack?.pictures ?? []) {
      this.#byId.delete(picture.id)
      for (const key of keysOf(picture)) this.#byKey.delete(key)
    }
  }
}

const keysOf = ({ name, also = [] }: Kept): string[] => [name, ...also].map(emoticonKey)
const sizedId = ({ id, width, height }: Kept): Omit<Emoticon, 'name'> => ({ id, width, height })

/** As it is told: where the bytes of a picture lie in the set is where those before it end. */
export function toldPack({ pictures, ...pack }: HeldPack): Pack {
  let from = 0
  const told = pictures.map(({ hash: _, ...picture }) => {
    from += picture.bytes
    return { ...picture, from: from - picture.bytes }
  })
  return { ...pack, pictures: told }
}
