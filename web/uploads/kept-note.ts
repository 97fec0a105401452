import type { File } from '#protocol/files.ts'
import type { Room } from '#sdk/index.ts'
import { type Item, letGo } from './item.ts'
import { type Posting, type Progress, type Travel, travelOf } from './postings.ts'
import { EXPIRY_MS } from './send-file.ts'

/** A file as it is kept: all but its bytes, which lie beside it. */
type KeptItem = Omit<Item, 'blob' | 'url'>
type KeptTravel = { item: KeptItem; begun: string; file?: File }
type KeptPosting = Pick<Posting, 'cid' | 'roomId' | 'body' | 'saying' | 'writtenMs' | 'failed'> & {
  room: string
  travels: readonly KeptTravel[]
}

/** What outlives the page of what is chosen and on its way. */
export type FilesNote = {
  trays: readonly { room: string; items: readonly KeptItem[] }[]
  postings: readonly KeptPosting[]
}

export type Held = { trays: ReadonlyMap<string, readonly Item[]>; postings: readonly Posting[] }

/** All that one person keeps on this device. */
export const MOST_BYTES = 200 * 1024 * 1024

const kept = ({ blob: _, url: __, ...rest }: Item): KeptItem => rest

function keptTravel({ item, progress }: Travel): KeptTravel {
  const now = progress.peek()
  return { item: kept(item), begun: now.begun, ...(now.name === 'done' && { file: now.file }) }
}

/**
 * The note of what fits into `room` bytes, and `left`: what does not. A message goes whole or not at all; what is on its way comes
 * before what is only chosen.
 */
export function noteOf({ trays, postings }: Held, room: number, refused: ReadonlySet<string>) {
  const blobs = new Map<string, Blob>()
  const left: Item[] = []
  let free = room
  const take = (items: readonly Item[]): boolean => {
    const bytes = items.reduce((sum, { blob }) => sum + blob.size, 0)
    const fits = bytes <= free && !items.some(({ key }) => refused.has(key))
    if (!fits) left.push(...items)
    else for (const { key, blob } of items) blobs.set(key, blob)
    if (fits) free -= bytes
    return fits
  }
  const note: FilesNote = {
    postings: postings.filter(({ travels }) => take(travels.map(({ item }) => item))).map(keptPosting),
    trays: [...trays].flatMap(([name, items]) => {
      const fitting = items.filter((item) => take([item])).map(kept)
      return fitting.length > 0 ? [{ room: name, items: fitting }] : []
    }),
  }
  return { wanted: blobs.size > 0 ? { note, blobs } : null, left }
}

const keptPosting = ({ room, travels, cid, roomId, body, saying, writtenMs, failed }: Posting): KeptPosting => ({
  cid,
  room: room.name,
  roomId: room.info?.id ?? roomId,
  body,
  saying,
  writtenMs,
  failed,
  travels: travels.map(keptTravel),
})

type Blobs = ReadonlyMap<string, Blob>

/** The file again; null where its bytes are gone. */
export function itemAgain(item: KeptItem, blobs: Blobs): Item | null {
  const blob = blobs.get(item.key)
  if (!blob) return null
  const isSeen = item.width !== undefined || item.voice !== undefined
  return { ...item, blob, url: isSeen ? URL.createObjectURL(blob) : null }
}

/** The message again, from where its files stood. What is older than words may be waits for a person (client.md 6.4). */
export function postingAgain(one: KeptPosting, room: Room, blobs: Blobs, nowMs: number): Posting | null {
  const items = one.travels.flatMap(({ item }) => itemAgain(item, blobs) ?? [])
  if (items.length < one.travels.length) {
    for (const item of items) letGo(item)
    return null
  }
  const isOld = Math.abs(nowMs - one.writtenMs) >= EXPIRY_MS
  const why = one.failed ?? (isOld ? { code: 'expired' as const } : null)
  const travels = items.map((item, at) => {
    const { begun = '', file } = one.travels[at] ?? {}
    const travel = travelOf(item)
    travel.progress.value = progressAgain({ begun, ...(file && { file }) }, item, why)
    return travel
  })
  const isWhole = travels.every(({ progress }) => progress.peek().name === 'done')
  return { ...one, room, travels, failed: isWhole ? null : why }
}

function progressAgain(
  { begun, file }: Pick<KeptTravel, 'begun' | 'file'>,
  { blob }: Item,
  why: Posting['failed'],
): Progress {
  if (file) return { name: 'done', sent: blob.size, begun, file }
  return why ? { name: 'failed', sent: 0, begun, why } : { name: 'queued', sent: 0, begun }
}
