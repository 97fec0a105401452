import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { File } from '#protocol/files.ts'
import type { Line } from '#protocol/lines.ts'
import { archiveName } from '#server/export/index.ts'
import { KeptBlobs, openStore } from '#server/files/index.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { createPictures, type Inspected } from '#server/pictures/index.ts'
import type { Database } from '#server/storage/database.ts'
import { cleanName } from '#server/uploads/index.ts'
import { CommandRefused } from '../refused.ts'
import { countOf } from '../terminal.ts'
import { houseFolder, type World } from '../world.ts'
import type { RoomSource } from './room-source.ts'

/** A file whose bytes are kept: what it is was looked at anew, for an archive may say anything (T-38). */
export type KeptFile = {
  facts: Omit<File, 'id'>
  hash: string
  thumb: { hash: string; type: string } | null
  bytes: number
}

/** Where the files of a message lie in the archive, in their order. */
export const namesOf = ({ seq, files = [] }: Line): string[] =>
  files.map((file, place) => archiveName({ seq, place, file }))

const quiet = { error() {}, warn() {}, info() {}, debug() {} } satisfies Log

/** Takes the files of an archive in, one after another, before anything names them (P-19). What is refused, or not there, is left out. */
export async function keepFiles(
  world: World,
  { database, source, wanted }: { database: Database; source: RoomSource; wanted: ReadonlyMap<string, File> },
): Promise<Map<string, KeptFile>> {
  const { clock, config, terminal } = world
  const folder = join(houseFolder(world), 'importing')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  const forget = world.atStop(() => rmSync(folder, { recursive: true, force: true }))
  const pictures = createPictures({ clock, diary: quiet })
  const store = await openStore({ place: config.files, folder: join(houseFolder(world), 'files'), clock, diary: quiet })
  const write = async <T>(work: (tx: { sql: Database['read'] }) => Promise<T>): Promise<T> => {
    const result = await database.transaction((sql) => work({ sql }))
    await database.makeDurable()
    return result
  }
  const blobs = new KeptBlobs({ storage: { read: database.read, write }, clock, store })
  const kept = new Map<string, KeptFile>()
  try {
    for (const [name, file] of wanted) {
      if (!source.hasFile(name)) continue
      terminal.show(`files: ${countOf(kept.size, 'file')}`)
      const one = await keepOne(name, file)
      if (one) kept.set(name, one)
    }
    return kept
  } catch (error) {
    if (error instanceof Refusal) throw new CommandRefused(`The files cannot be kept (${error.code}).`)
    throw error
  } finally {
    forget()
    await pictures.stop()
    rmSync(folder, { recursive: true, force: true })
  }

  async function keepOne(name: string, file: File): Promise<KeptFile | null> {
    const path = join(folder, 'file')
    rmSync(path, { force: true })
    await source.unpack(name, path)
    const found = await pictures.inspect(path, file.kind === 'voice' ? 'voice' : 'any')
    if (found instanceof Refusal) return null
    const thumb = found.thumb ? { hash: (await blobs.keep(found.thumb.path)).hash, type: found.thumb.type } : null
    const { hash, bytes } = await blobs.keep(found.path)
    return { facts: factsOf(file, found), hash, thumb, bytes }
  }
}

function factsOf({ name, alt, wave, duration_ms: told }: File, found: Inspected): Omit<File, 'id'> {
  const { kind, type, bytes, width, height, moving, tint, duration_ms = kind === 'voice' ? told : undefined } = found
  return {
    kind,
    name: cleanName(name),
    type,
    bytes,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(moving && { moving }),
    ...(tint && { tint }),
    ...(alt !== undefined && { alt }),
    ...(duration_ms !== undefined && { duration_ms }),
    ...(kind === 'voice' && wave && { wave }),
  }
}
