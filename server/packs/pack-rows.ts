import type { PackPicture } from '#protocol/packs.ts'
import type { Sql } from '#server/storage/database.ts'

/** What stands in `facts`: all of a picture but its id and its place in the set. `name` of the row is the key, folded. */
type Facts = Omit<PackPicture, 'id' | 'from'>
/** A picture, and where its bytes are. */
export type Kept = Omit<PackPicture, 'from'> & { hash: string }
export type PackRow = { id: string; kind: 'emoticons' | 'stickers'; title: string; version: number }
type PictureRow = { id: string; pack_id: string; facts: string; hash: string }

const keptOf = ({ id, facts, hash }: PictureRow): Kept => {
  // Written by this part alone.
  const known: Facts = JSON.parse(facts)
  return { id, ...known, hash }
}

/** All that are offered, oldest first. */
export async function readPacks(sql: Sql): Promise<PackRow[]> {
  return sql<PackRow[]>`select id, kind, title, version from packs where removed = 0 order by made_ms, id`
}

export async function readPictures(sql: Sql, pack: string): Promise<Kept[]> {
  const rows = await sql<PictureRow[]>`
    select id, pack_id, facts, hash from emoticons where pack_id = ${pack} and removed = 0 order by place, id`
  return rows.map(keptOf)
}

/** One picture, though it may be offered no more: what was said with it keeps its face. */
export async function findPicture(sql: Sql, id: string): Promise<Kept | null> {
  const [row] = await sql<PictureRow[]>`select id, pack_id, facts, hash from emoticons where id = ${id}`
  return row ? keptOf(row) : null
}

/** Whether there is such a pack, or was one. */
export async function wasMade(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`select id from packs where id = ${id}`
  return rows.length > 0
}

export async function insertPack(sql: Sql, { id, kind, title, version }: PackRow, atMs: number): Promise<void> {
  await sql`
    insert into packs (id, kind, title, version, made_ms) values (${id}, ${kind}, ${title}, ${version}, ${atMs})`
}

export async function changePack(sql: Sql, { id, title, version }: PackRow): Promise<void> {
  await sql`update packs set title = ${title}, version = ${version} where id = ${id}`
}

export async function hidePack(sql: Sql, id: string): Promise<void> {
  await sql`update packs set removed = 1 where id = ${id}`
  await sql`update emoticons set removed = 1 where pack_id = ${id}`
}

export async function hidePicture(sql: Sql, id: string): Promise<void> {
  await sql`update emoticons set removed = 1 where id = ${id}`
}

type Placed = { pack: string; key: string; place: number; picture: Kept }

export async function insertPicture(sql: Sql, { pack, key, place, picture }: Placed): Promise<void> {
  const { id, hash, ...facts } = picture
  await sql`
    insert into emoticons (id, pack_id, name, place, facts, hash)
    values (${id}, ${pack}, ${key}, ${place}, ${JSON.stringify(facts)}, ${hash})`
}

export async function nextPlace(sql: Sql, pack: string): Promise<number> {
  const [row] = await sql<{ last: number | null }[]>`
    select cast(max(place) as integer) as last from emoticons where pack_id = ${pack}`
  return (row?.last ?? -1) + 1
}
