import * as v from 'valibot'
import type { Sql } from '#server/storage/database.ts'

const facts = v.object({
  host: v.string(),
  title: v.string(),
  text: v.optional(v.string()),
  picture: v.optional(v.object({ id: v.string(), width: v.number(), height: v.number() })),
})
/** A card as everybody gets it, without the link that it stands for. */
export type CardFacts = v.InferOutput<typeof facts>
export type KeptPicture = { id: string; hash: string; type: string }
/** `facts` null: there was nothing to show. */
export type Known = { facts: CardFacts | null; pictureId: string | null; askedMs: number }

type Row = { card: string | null; picture_id: string | null; asked_ms: number }

export async function findKnown(sql: Sql, addressHash: string): Promise<Known | null> {
  const [row] = await sql<Row[]>`
    select card, picture_id, asked_ms from link_cards where address_hash = ${addressHash}`
  if (!row) return null
  const kept = row.card === null ? null : v.parse(facts, JSON.parse(row.card))
  return { facts: kept, pictureId: row.picture_id, askedMs: row.asked_ms }
}

type NewKnown = { addressHash: string; facts: CardFacts | null; picture: KeptPicture | null; atMs: number }

/**
 * What a page says now. A picture that is there keeps its id, for cards of earlier messages name it; where the page has none
 * any more, or does not answer, they keep the one that was.
 */
export async function saveKnown(sql: Sql, { addressHash, facts: card, picture, atMs }: NewKnown): Promise<void> {
  await sql`
    insert into link_cards (address_hash, card, picture_id, picture_hash, picture_type, asked_ms, used_ms)
    values (${addressHash}, ${card && JSON.stringify(card)}, ${picture?.id ?? null}, ${picture?.hash ?? null},
      ${picture?.type ?? null}, ${atMs}, ${atMs})
    on conflict (address_hash) do update set card = excluded.card,
      picture_id = coalesce(excluded.picture_id, link_cards.picture_id),
      picture_hash = coalesce(excluded.picture_hash, link_cards.picture_hash),
      picture_type = coalesce(excluded.picture_type, link_cards.picture_type),
      asked_ms = excluded.asked_ms, used_ms = excluded.used_ms`
}

export type PictureRow = { hash: string; type: string; used_ms: number }

export async function findPicture(sql: Sql, id: string): Promise<PictureRow | null> {
  const [row] = await sql<PictureRow[]>`
    select picture_hash as hash, picture_type as type, used_ms from link_cards where picture_id = ${id}`
  return row ?? null
}

/** Somebody looks at it still. */
export async function noteUse(sql: Sql, id: string, atMs: number): Promise<void> {
  await sql`update link_cards set used_ms = ${atMs} where picture_id = ${id}`
}

/** Drops what was last used before this, at most so many. Whether there may be more. */
export async function dropUnused(sql: Sql, beforeMs: number, most: number): Promise<boolean> {
  const rows = await sql<{ address_hash: string }[]>`
    delete from link_cards where address_hash in
      (select address_hash from link_cards where used_ms < ${beforeMs} limit ${most}) returning address_hash`
  return rows.length === most
}
