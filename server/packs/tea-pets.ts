import { join } from 'node:path'
import type { Bytes, Range } from '#server/files/index.ts'
import { home } from '#server/kit/programs.ts'
import type { HeldPack } from './held-packs.ts'
import type { Kept } from './pack-rows.ts'
import { petNames } from './tea-pet-names.ts'

const PACK_ID = 'kteapets00000'
const SIDE = 320
const HASH = 'tea-pets/'

type Pet = { picture: Kept; file: string }

/** An id is a picture for ever: who draws another one gives it a new number, and leaves the old one where it is. */
const idOf = (at: number): string => `eteapets0000000${String(at + 1).padStart(2, '0')}`

/** What is in the program, once it was read. */
const pets = new Map<string, Uint8Array<ArrayBuffer>>()

/** The pack of our own drawing (web/packs/tea-pets), as it is at the first start. It costs no upload, and no place among the files. */
export async function teaPets(): Promise<HeldPack> {
  const drawn = petNames.map(({ file, name, also }, at): Pet => {
    const facts = { id: idOf(at), name, also: [...also], type: 'image/webp', width: SIDE, height: SIDE }
    return { file, picture: { ...facts, bytes: 0, hash: `${HASH}${file}` } }
  })
  const pictures = await Promise.all(drawn.map(read))
  return { id: PACK_ID, kind: 'stickers', title: '茶宠 Tea pets', version: 1, pictures }
}

async function read({ picture, file }: Pet): Promise<Kept> {
  const bytes = await Bun.file(join(home, 'server', 'packs', 'tea-pets', `${file}.webp`)).bytes()
  pets.set(picture.hash, bytes)
  return { ...picture, bytes: bytes.length }
}

/** Null where it is no picture of ours. */
export function petBytes(hash: string, range?: Range): Bytes | null {
  const bytes = pets.get(hash)
  if (!bytes) return null
  const part = range ? bytes.slice(range.from, range.to + 1) : bytes
  return { bytes: bytes.length, body: new Blob([part]) }
}
