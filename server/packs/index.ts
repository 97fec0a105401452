import { emoticonKey } from '#protocol/emoticons.ts'
import type { Handlers } from '#server/accounts/caller.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Blobs, Bytes, Range } from '#server/files/index.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { type ChangeNeeds, PackChanges } from './change-packs.ts'
import { HeldPacks } from './held-packs.ts'
import { createListPacks } from './list-packs.ts'
import { findPicture, insertPack, insertPicture, readPacks, readPictures, wasMade } from './pack-rows.ts'
import { createReadBytes, readRow } from './picture-bytes.ts'
import { createEmoticonsIn } from './say-emoticons.ts'
import { teaPets } from './tea-pets.ts'

export type { EmoticonsIn } from './say-emoticons.ts'

export type PacksNeeds = {
  storage: RoomStorage
  clock: Clock
  blobs: Pick<Blobs, 'read'>
  ownsHouse: ChangeNeeds['ownsHouse']
  onMissing(id: string): void
}

/** What is served of packs: its bytes never change under one address. */
export type ServedPack = { type: string; bytes: number; read(range?: Range): Promise<Bytes> }

/** Packs of pictures to say things with: emoticons in a line, stickers as a message of their own (decision 0033). */
export function createPacks(needs: PacksNeeds) {
  const { storage, clock } = needs
  const held = new HeldPacks()
  const changes = new PackChanges({ ...needs, held })
  const readBytes = createReadBytes(needs.blobs, needs.onMissing)

  /** Call it before anybody comes: reads what is offered. Our own pack is there from the first start, until it is removed. */
  async function start(): Promise<void> {
    const own = await teaPets()
    await storage.write(async ({ sql }) => {
      if (await wasMade(sql, own.id)) return
      await insertPack(sql, own, clock.nowMs())
      for (const [place, picture] of own.pictures.entries())
        await insertPicture(sql, { pack: own.id, key: emoticonKey(picture.name), place, picture })
    })
    for (const row of await readPacks(storage.read))
      held.set({ ...row, pictures: await readPictures(storage.read, row.id) })
  }

  /** All pictures of a pack, one after another. Refuses with `not_found`: it has another version now. */
  function readSet(id: string, version: number): ServedPack {
    const pack = held.find(id)
    if (pack?.version !== version) throw new Refusal('not_found')
    const bytes = pack.pictures.reduce((sum, picture) => sum + picture.bytes, 0)
    const read = async (range = { from: 0, to: bytes - 1 }) => ({
      bytes,
      body: readRow(pack.pictures, range, readBytes),
    })
    return { type: 'application/octet-stream', bytes, read }
  }

  /** One picture, though it may be offered no more. Refuses with `not_found`. */
  async function readEmoticon(id: string): Promise<ServedPack> {
    const picture = await findPicture(storage.read, id)
    if (!picture) throw new Refusal('not_found')
    return { type: picture.type, bytes: picture.bytes, read: (range) => readBytes(picture, range) }
  }

  const handlers: Handlers<'pack.list' | 'pack.make' | 'pack.change' | 'pack.remove'> = {
    'pack.list': { right: 'be-here', handle: createListPacks(held) },
    'pack.make': { right: 'keep-house', handle: (caller, input) => changes.make(caller, input) },
    'pack.change': { right: 'keep-house', handle: (caller, input) => changes.change(caller, input) },
    'pack.remove': { right: 'keep-house', handle: (caller, { pack }) => changes.remove(caller, pack) },
  }
  return {
    handlers,
    start,
    readSet,
    readEmoticon,
    emoticonsIn: createEmoticonsIn(held),
    stickerOf: (id: string, name: string) => held.sticker(id, name),
  }
}

export type Packs = ReturnType<typeof createPacks>
