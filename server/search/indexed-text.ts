import type { File } from '#protocol/files.ts'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import type { Sql } from '#server/storage/database.ts'
import { analyse } from './analyse.ts'
import type { Document, Place } from './search-index.ts'

type Shown = Pick<File, 'kind' | 'name' | 'alt'>

/** An event that has words, or had them: without a body it was erased, and a stub is left. */
export type Searched =
  | { type: 'message.posted'; by: { id: string }; body?: string; files?: readonly Shown[] }
  | { type: 'message.edited'; message: number; body?: string }

/** What search knows of an event as it is stored; null of all the kinds that have no words. */
export function readSearched(wire: string): Searched | null {
  const event: unknown = JSON.parse(wire)
  return isSearched(event) ? event : null
}

/** By hand: for each event of each room, and a schema took a tenth of all the work on it (decision 0028). */
function isSearched(event: unknown): event is Searched {
  if (!isObject(event) || !(event['body'] === undefined || typeof event['body'] === 'string')) return false
  if (event['type'] === 'message.posted')
    return isObject(event['by']) && typeof event['by']['id'] === 'string' && areShown(event['files'])
  return event['type'] === 'message.edited' && typeof event['message'] === 'number'
}

const areShown = (files: unknown): boolean =>
  files === undefined ||
  (Array.isArray(files) && files.every((file) => isObject(file) && isText(file['kind'], file['name'])))

const isText = (...values: unknown[]): boolean => values.every((value) => typeof value === 'string')
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What a message says and shows: `by` is its author's id. */
export type Said = { by: string; body: string; files?: readonly Shown[] | undefined }

/** Kinds of content that can be asked for (`has`); a person's id is never such a word. */
const facetOf = ({ kind }: Shown): string => (kind === 'picture' || kind === 'video' ? 'image' : 'file')

/**
 * A message as it is found: by its words without their marks, by the addresses behind them, and by the names and descriptions of
 * its files.
 */
export function documentOf(place: Place, { by, body, files = [] }: Said): Document {
  let hasLink = false
  const link = (words: string, href: string): string => {
    // A mail address is none.
    if (/^https?:/i.test(href)) hasLink = true
    return words === href ? words : `${words} ${href}`
  }
  const text = plainText(parseMarkup(body), { link })
  const facets = hasLink ? [by, 'link'] : [by]
  if (files.length === 0) return { ...place, analysed: analyse(text), facets }
  const named = files.flatMap(({ name, alt }) => (alt === undefined ? [name] : [name, alt]))
  const analysed = analyse([text, ...named].join('\n'))
  return { ...place, analysed, facets: [...facets, ...new Set(files.map(facetOf))] }
}

export type IndexedRoom = { room: number; indexed: number }

export async function findIndexedRoom(sql: Sql, roomId: string): Promise<IndexedRoom | null> {
  const [row] = await sql<IndexedRoom[]>`select room, indexed from search_rooms where room_id = ${roomId}`
  return row ?? null
}

/** A message word by word as it was put into the index: by its newest edit that was. Null when it was not, or is erased. */
export async function findIndexed(sql: Sql, roomId: string, { room, seq }: Place): Promise<Said | null> {
  const line = await findSearched(sql, roomId, seq)
  if (line?.type !== 'message.posted' || line.body === undefined) return null
  const [edit] = await sql<{ edit: number }[]>`select edit from search_edits where room = ${room} and seq = ${seq}`
  const body = edit ? (await findSearched(sql, roomId, edit.edit))?.body : line.body
  return body === undefined ? null : { by: line.by.id, body, files: line.files }
}

async function findSearched(sql: Sql, roomId: string, seq: number): Promise<Searched | null> {
  const [row] = await sql<{ wire: string }[]>`select wire from events where room_id = ${roomId} and seq = ${seq}`
  return row ? readSearched(row.wire) : null
}
