import type { StoredBytes } from '#server/files/index.ts'
import type { Sql } from '#server/storage/database.ts'
import type { Look } from '#server/storage/look.ts'
import type { TarWriter } from '../tar/tar-writer.ts'
import { fileName, type Manifest } from './format.ts'

type BlobRow = { hash: string; bytes: number }
export type CopyNeeds = {
  /** The database of the moment. */
  snapshot: Look
  /** The one that lives on, for what was erased since. */
  live: Look
  stored: StoredBytes
  tar: TarWriter
}
type Copied = Pick<Manifest, 'files' | 'missing'>

const PAGE = 200

/** Takes over the files that the database of the moment knows, in the order of their hashes. */
export async function copyFiles({ snapshot, live, stored, tar }: CopyNeeds): Promise<Copied> {
  const copied: Copied = { files: { count: 0, bytes: 0 }, missing: { erased: [], lost: [] } }

  async function copy({ hash }: BlobRow): Promise<void> {
    const found = await stored.read(hash).catch(nothingWhereDamaged)
    const isIn =
      found && (await tar.add({ name: fileName(hash), sha256: hash, ...found, pieces: readable(found.pieces) }))
    if (isIn) {
      copied.files.count++
      copied.files.bytes += found.bytes
      return
    }
    // The row goes before the bytes (P-19): what has no row any more went as it should.
    const rows = await live.sql<BlobRow[]>`select hash, bytes from blobs where hash = ${hash}`
    copied.missing[rows.length === 0 ? 'erased' : 'lost'].push(hash)
  }

  for await (const row of rowsOf(snapshot)) await copy(row)
  return copied
}

/** What the disk cannot read any more, or knows to be others than were written. */
const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(EIO|EBADMSG|EUCLEAN)$/.test(String(error.code))

function nothingWhereDamaged(error: unknown): null {
  if (isDamage(error)) return null
  throw error
}

/** Ends where the disk has a bad place: a disk that fails is when a backup of all else is wanted most. */
async function* readable(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces
  } catch (error) {
    nothingWhereDamaged(error)
  }
}

async function* rowsOf({ sql }: Look): AsyncGenerator<BlobRow> {
  if (!(await hasFiles(sql))) return
  for (let after = '', more = true; more; ) {
    const page = await sql<BlobRow[]>`select hash, bytes from blobs where hash > ${after} order by hash limit ${PAGE}`
    yield* page
    after = page.at(-1)?.hash ?? after
    more = page.length === PAGE
  }
}

/** Bytes of all of them. */
export async function sumOfFiles({ sql }: Look): Promise<{ count: number; bytes: number }> {
  if (!(await hasFiles(sql))) return { count: 0, bytes: 0 }
  const [row] = await sql<{ count: number; bytes: number }[]>`
    select count(*) as count, coalesce(sum(bytes), 0) as bytes from blobs`
  return row ?? { count: 0, bytes: 0 }
}

/** A house of before there were files is backed up before it is upgraded, too. */
async function hasFiles(sql: Sql): Promise<boolean> {
  const rows = await sql<{ name: string }[]>`select name from sqlite_schema where name = 'blobs'`
  return rows.length > 0
}
