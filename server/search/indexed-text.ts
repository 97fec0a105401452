import * as v from 'valibot'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import type { Sql } from '#server/storage/database.ts'
import { analyse } from './analyse.ts'
import type { Document, Place } from './search-index.ts'

// Without a body: it was erased, and a stub is left.
const posted = v.object({
  type: v.literal('message.posted'),
  by: v.object({ id: v.string() }),
  body: v.optional(v.string()),
})
const edited = v.object({ type: v.literal('message.edited'), message: v.number(), body: v.optional(v.string()) })
const searched = v.variant('type', [posted, edited])
export type Searched = v.InferOutput<typeof searched>

/** What search knows of an event as it is stored; null of all the kinds that have no words. */
export function readSearched(wire: string): Searched | null {
  const result = v.safeParse(searched, JSON.parse(wire))
  return result.success ? result.output : null
}

/** A message as it is found: by its words without their marks, and by the addresses behind them. */
export function documentOf(place: Place, by: string, body: string): Document {
  let hasLink = false
  const link = (words: string, href: string): string => {
    // A mail address is none. `link` is the one kind of content so far; a person's id is never that word.
    if (/^https?:/i.test(href)) hasLink = true
    return words === href ? words : `${words} ${href}`
  }
  const text = plainText(parseMarkup(body), { link })
  return { ...place, analysed: analyse(text), facets: hasLink ? [by, 'link'] : [by] }
}

export type IndexedRoom = { room: number; indexed: number }

export async function findIndexedRoom(sql: Sql, roomId: string): Promise<IndexedRoom | null> {
  const [row] = await sql<IndexedRoom[]>`select room, indexed from search_rooms where room_id = ${roomId}`
  return row ?? null
}

/** A message word by word as it was put into the index: by its newest edit that was. Null when it was not, or is erased. */
export async function findIndexed(sql: Sql, roomId: string, { room, seq }: Place): Promise<Document | null> {
  const line = await findSearched(sql, roomId, seq)
  if (line?.type !== 'message.posted' || line.body === undefined) return null
  const [edit] = await sql<{ edit: number }[]>`select edit from search_edits where room = ${room} and seq = ${seq}`
  const body = edit ? (await findSearched(sql, roomId, edit.edit))?.body : line.body
  return body === undefined ? null : documentOf({ room, seq }, line.by.id, body)
}

async function findSearched(sql: Sql, roomId: string, seq: number): Promise<Searched | null> {
  const [row] = await sql<{ wire: string }[]>`select wire from events where room_id = ${roomId} and seq = ${seq}`
  return row ? readSearched(row.wire) : null
}
