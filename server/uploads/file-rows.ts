import type { Attachment, File } from '#protocol/files.ts'
import { newFileId } from '#server/kit/ids.ts'
import type { Sql } from '#server/storage/database.ts'

/** What stands in `facts`: all that a message says of a file but its id. */
type Facts = Omit<File, 'id'>
type Row = { id: string; facts: string; seq: number | null }

export const fileOf = ({ id, facts }: Pick<Row, 'id' | 'facts'>): File => {
  // Written by this part alone.
  const known: Facts = JSON.parse(facts)
  return { id, ...known }
}

export type Kept = {
  owner: string
  room: string | null
  file: File
  hash: string
  thumb: { hash: string; type: string } | null
  /** What it counts for in the quotas. */
  bytes: number
  atMs: number
}

/** A file that waits to be named in a message. */
export async function insertFile(sql: Sql, { owner, room, file, hash, thumb, bytes, atMs }: Kept): Promise<void> {
  const { id, ...facts } = file
  await sql`
    insert into files (id, owner_id, room_id, kind, facts, hash, thumb_hash, thumb_type, bytes, made_ms)
    values (${id}, ${owner}, ${room}, ${file.kind}, ${JSON.stringify(facts)}, ${hash},
      ${thumb?.hash ?? null}, ${thumb?.type ?? null}, ${bytes}, ${atMs})`
}

/** Files of somebody in a room, whether they wait or not, in the order of `ids`; null when one of them is none. */
export async function findOwn(
  sql: Sql,
  at: { owner: string; room: string },
  ids: readonly string[],
): Promise<File[] | null> {
  const files: File[] = []
  for (const id of ids) {
    const [row] = await sql<Row[]>`
      select id, facts, seq from files where id = ${id} and owner_id = ${at.owner} and room_id = ${at.room}`
    if (!row) return null
    files.push(fileOf(row))
  }
  return files
}

/** Whether all of them wait still: a file is in one message at most. */
export async function areWaiting(sql: Sql, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) {
    const rows = await sql<{ id: string }[]>`select id from files where id = ${id} and seq is null`
    if (rows.length === 0) return false
  }
  return true
}

/** They are in a message from now on, in this order; `alt` is the author's word for one. */
export async function attachFiles(sql: Sql, seq: number, files: readonly File[]): Promise<void> {
  for (const [place, { id, ...facts }] of files.entries())
    await sql`update files set seq = ${seq}, place = ${place}, facts = ${JSON.stringify(facts)} where id = ${id}`
}

/** The same bytes once more, for a message that says again what another one says. They take no new space. */
export async function copyFiles(
  sql: Sql,
  to: { owner: string; room: string; seq: number; atMs: number },
  copies: readonly { from: string; file: File }[],
): Promise<void> {
  for (const [place, { from, file }] of copies.entries()) {
    const { id, ...facts } = file
    await sql`
      insert into files (id, owner_id, room_id, seq, place, kind, facts, hash, thumb_hash, thumb_type, bytes, made_ms)
      select ${id}, ${to.owner}, ${to.room}, ${to.seq}, ${place}, kind, ${JSON.stringify(facts)}, hash,
        thumb_hash, thumb_type, 0, ${to.atMs} from files where id = ${from}`
  }
}

/** Another id for each: what may be read there is not what may be read here. */
export const copiesOf = (files: readonly File[]): { from: string; file: File }[] =>
  files.map((file) => ({ from: file.id, file: { ...file, id: newFileId() } }))

/** An erased message has no files: whose bytes nobody names are swept. */
export async function deleteFilesOf(sql: Sql, room: string, seq: number): Promise<void> {
  type Gone = { owner_id: string; hash: string; bytes: number }
  const gone = await sql<Gone[]>`
    delete from files where room_id = ${room} and seq = ${seq} returning owner_id, hash, bytes`
  for (const { owner_id, hash, bytes } of gone) if (bytes > 0) await handOn(sql, owner_id, hash, bytes)
}

/** Of a file that was forwarded more often than this, the oldest are looked at. */
const MOST_HEIRS = 1_000

/** Bytes that are kept count for somebody: else who forwards and erases has as much space as there is (T-66). */
async function handOn(sql: Sql, owner: string, hash: string, bytes: number): Promise<void> {
  await sql`
    update files set bytes = ${bytes} where id = (
      select id from (
        select id, owner_id, made_ms from files where hash = ${hash} and bytes = 0 limit ${MOST_HEIRS}
      ) heirs order by case when owner_id = ${owner} then 0 else 1 end, made_ms, id limit 1
    )`
}

/** Of somebody who is deleted: what is in no message. */
export async function deleteWaiting(sql: Sql, owner: string): Promise<void> {
  // What was forwarded has no bytes of its own and never waits: the index passes over it.
  await sql`delete from files where owner_id = ${owner} and bytes > 0 and seq is null`
  await sql`delete from uploads where owner_id = ${owner}`
}

export const withAlt = (files: readonly File[], attachments: readonly Attachment[]): File[] =>
  files.map((file, place) => {
    const alt = attachments[place]?.alt
    return alt === undefined || alt === '' ? file : { ...file, alt }
  })
