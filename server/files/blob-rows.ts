import type { Sql } from '#server/storage/database.ts'

/** Whether they are new. What is there already is as good as just kept. */
export async function noteBlob(
  sql: Sql,
  { hash, bytes, atMs }: { hash: string; bytes: number; atMs: number },
): Promise<boolean> {
  const rows = await sql<{ hash: string }[]>`
    insert into blobs (hash, bytes, made_ms) values (${hash}, ${bytes}, ${atMs})
    on conflict (hash) do nothing returning hash`
  if (rows.length > 0) return true
  await sql`update blobs set made_ms = ${atMs} where hash = ${hash}`
  return false
}

export async function hasBlob(sql: Sql, hash: string): Promise<boolean> {
  const rows = await sql<{ hash: string }[]>`select hash from blobs where hash = ${hash}`
  return rows.length > 0
}

/** Takes bytes out of the books unless something names them, or they were kept since `keptMs`. How many they were; else null. */
export async function dropUnnamed(sql: Sql, hash: string, keptMs: number): Promise<number | null> {
  const [row] = await sql<{ bytes: number }[]>`
    delete from blobs where hash = ${hash} and made_ms < ${keptMs}
      and not exists (select 1 from files where files.hash = blobs.hash)
      and not exists (select 1 from files where files.thumb_hash = blobs.hash)
      and not exists (select 1 from link_cards where link_cards.picture_hash = blobs.hash)
      and not exists (select 1 from emoticons where emoticons.hash = blobs.hash)
    returning bytes`
  return row?.bytes ?? null
}

export type BlobRow = { hash: string; bytes: number; made_ms: number; named: number }

/** The next `limit` of all, by their hash. */
export async function nextBlobs(sql: Sql, after: string, limit: number): Promise<BlobRow[]> {
  return sql<BlobRow[]>`
    select hash, bytes, made_ms,
      case when exists (select 1 from files where files.hash = blobs.hash)
        or exists (select 1 from files where files.thumb_hash = blobs.hash)
        or exists (select 1 from link_cards where link_cards.picture_hash = blobs.hash)
        or exists (select 1 from emoticons where emoticons.hash = blobs.hash) then 1 else 0 end as named
    from blobs where hash > ${after} order by hash limit ${limit}`
}
