import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { newestSchema } from '#server/storage/schema.ts'
import { type About, about, BACKUP_FORMAT, hashOfName, type Manifest, manifest, names } from '../backup/format.ts'
import { CommandRefused } from '../refused.ts'
import { type ReadEntry, readTar, TarBroken } from '../tar/tar-reader.ts'
import { syncFolder } from './place.ts'

export type UnpackNeeds = {
  /** As whoever asked calls it. */
  path: string
  folder: string
  /** What the database is called there. */
  database: string
  onBytes(count: number): void
}

type Part = Manifest['parts'][number]
/** A manifest of so much is none of ours. */
const MOST_TEXT_BYTES = 256 * 1024 * 1024

/**
 * Puts all of a backup into a folder, each byte looked at and on the disk. Throws `CommandRefused` for what is no backup, was cut, or is
 * not what it was when it was made.
 */
export async function unpack(file: FileHandle, needs: UnpackNeeds): Promise<Manifest> {
  try {
    return await unpackAll(file, needs)
  } catch (error) {
    if (error instanceof TarBroken) throw broken(needs.path, error.message)
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw broken(needs.path, 'it holds a file twice')
    throw error
  }
}

const broken = (path: string, why: string) => new CommandRefused(`${path} is damaged: ${why}. Take another backup.`)

async function unpackAll(file: FileHandle, needs: UnpackNeeds): Promise<Manifest> {
  const { path, folder } = needs
  const parts: Part[] = []
  const files = { count: 0, bytes: 0 }
  const shelves = new Set<string>()
  let end: Manifest | null = null
  let isFirst = true
  for await (const entry of readTar(file)) {
    if (isFirst) readAbout(path, await textOf(entry, MOST_TEXT_BYTES))
    isFirst = false
    if (end) throw broken(path, 'something stands behind its end')
    const hash = hashOfName(entry.name)
    if (entry.name === names.manifest) end = readManifest(path, await textOf(entry, MOST_TEXT_BYTES))
    else if (hash !== null) {
      const shelf = join(folder, 'files', hash.slice(0, 2))
      if (!shelves.has(shelf)) mkdirSync(shelf, { recursive: true, mode: 0o700 })
      shelves.add(shelf)
      if ((await write(entry, join(shelf, hash), needs)) !== hash)
        throw broken(path, `${entry.name} is not what it was`)
      files.count++
      files.bytes += entry.bytes
    } else parts.push(await writePart(entry, needs))
  }
  if (!end) throw broken(path, 'it ends before its end')
  requireSame(path, end, parts, files)
  for (const shelf of [...shelves, ...(shelves.size > 0 ? [join(folder, 'files')] : []), folder])
    await syncFolder(shelf)
  return end
}

const isPart = (name: string): boolean => Object.values<string>(names).includes(name)

async function writePart(entry: ReadEntry, needs: UnpackNeeds): Promise<Part> {
  const { name, bytes } = entry
  // Nothing else has a name: none can lead out of the folder.
  if (!isPart(name)) throw broken(needs.path, 'it holds something that does not belong into a backup')
  const to = join(needs.folder, name === names.database ? needs.database : name)
  return { name, bytes, sha256: await write(entry, to, needs) }
}

function requireSame(path: string, end: Manifest, parts: readonly Part[], files: Manifest['files']): void {
  const found = new Map(parts.map((part) => [part.name, part]))
  for (const { name, bytes, sha256 } of end.parts) {
    const part = found.get(name)
    if (part?.bytes !== bytes || part.sha256 !== sha256) throw broken(path, `${name} is not what it was`)
  }
  const isAll = parts.length === end.parts.length && files.count === end.files.count && files.bytes === end.files.bytes
  if (!isAll || !found.has(names.database)) throw broken(path, 'it does not hold what it says it holds')
}

/** The SHA-256 of what was written. */
async function write(entry: ReadEntry, to: string, { onBytes }: UnpackNeeds): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(to, 'wx', 0o600)
  try {
    for await (const piece of entry.pieces()) {
      hash.update(piece)
      await file.writeFile(piece)
      onBytes(piece.length)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

async function textOf(entry: ReadEntry, most: number): Promise<string> {
  if (entry.bytes > most) return ''
  const pieces: Uint8Array[] = []
  for await (const piece of entry.pieces()) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> | null {
  try {
    return v.parse(schema, JSON.parse(text))
  } catch {
    return null
  }
}

/** Refuses what is no backup, and one that only a newer program understands. */
function readAbout(path: string, text: string): About {
  const found = parsed(about, text)
  if (!found) throw notOne(path)
  if (found.format > BACKUP_FORMAT || found.schema > newestSchema)
    throw new CommandRefused(
      `${path} was made by Teahouse ${found.version}, which is newer than this one: use that version.`,
    )
  return found
}

export const notOne = (path: string) => new CommandRefused(`${path} is no backup of a Teahouse.`, 2)

function readManifest(path: string, text: string): Manifest {
  const found = parsed(manifest, text)
  if (!found) throw broken(path, 'its manifest cannot be read')
  return found
}
