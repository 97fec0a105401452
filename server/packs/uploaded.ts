import { limits } from '#protocol/limits.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { fileOf } from '#server/uploads/index.ts'
import type { Kept, PackRow } from './pack-rows.ts'

/** Longest side of the small form of a picture (server/pictures). */
const SMALL_SIDE = 128

type FileRow = {
  id: string
  facts: string
  hash: string
  thumb_hash: string | null
  thumb_type: string | null
  thumb_bytes: number | null
}
type Wanted = { owner: string; file: string; kind: PackRow['kind'] }

/** Of a picture that was uploaded as this file: so the same file is known again, and random as it is. */
export const idOf = (file: string): string => `e${file.slice(1, 17)}`

/**
 * Takes an uploaded picture over into a pack: its row goes, its bytes stay. What stands in a line of text needs its small form
 * only. Refuses with `not_found`, `wrong_kind`, `too_large`.
 */
export async function takeUploaded(sql: Sql, { owner, file, kind }: Wanted): Promise<Omit<Kept, 'name'>> {
  const [row] = await sql<FileRow[]>`
    select f.id, f.facts, f.hash, f.thumb_hash, f.thumb_type, b.bytes as thumb_bytes
    from files f left join blobs b on b.hash = f.thumb_hash
    where f.id = ${file} and f.owner_id = ${owner} and f.room_id is null and f.seq is null`
  if (!row) throw new Refusal('not_found')
  const { kind: what, type, bytes, width, height, moving } = fileOf(row)
  if (what !== 'picture' || width === undefined || height === undefined) throw new Refusal('wrong_kind')
  if (bytes > limits.packPictureBytes) throw new Refusal('too_large', { limit: limits.packPictureBytes })
  await sql`delete from files where id = ${file}`
  const id = idOf(file)
  const { thumb_hash, thumb_type, thumb_bytes } = row
  if (kind === 'stickers' || moving || thumb_hash === null || thumb_type === null || thumb_bytes === null)
    return { id, type, width, height, bytes, hash: row.hash, ...(moving && { moving }) }
  const share = Math.min(1, SMALL_SIDE / Math.max(width, height))
  const [smallWidth, smallHeight] = [width, height].map((side) => Math.max(1, Math.round(side * share)))
  return {
    id,
    type: thumb_type,
    width: smallWidth ?? 1,
    height: smallHeight ?? 1,
    bytes: thumb_bytes,
    hash: thumb_hash,
  }
}
