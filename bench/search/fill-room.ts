import path from 'node:path'
import { lookOf } from '#protocol/looks.ts'
import { openDelivery } from '#server/delivery/index.ts'
import { systemClock } from '#server/kit/clock.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { createTalk } from './text.ts'

export const ROOM = 'r00000000bnch'
export const ROOM_NAME = 'bench'
const EPOCH = 'aaaaaaaaaaaa'
const SPEAKERS = 50
/** A message every 30 s: a million of them are eleven months. */
const BETWEEN_MS = 30_000
const A_WRITE = 500

export const speakerId = (at: number): string => `p${String(at % SPEAKERS).padStart(16, '0')}`

/** Opens the store of a folder as the server does, without a server. */
export async function openStore(folder: string, onNews: (roomIds: Set<string>) => void = () => {}) {
  const database = await openSqlite(path.join(folder, 'teahouse.sqlite'))
  const onFatal = (error: unknown) => {
    throw error
  }
  const bounds = { jobs: 100_000, bytes: 1 << 28 }
  const delivery = openDelivery({
    ...{ database, clock: systemClock, publish: () => {}, onFull: onFatal, onFatal, onNews, bounds },
  })
  const close = async (): Promise<void> => {
    await delivery.close()
    await database.close()
  }
  return { ...delivery, database, close }
}
type Store = Awaited<ReturnType<typeof openStore>>

export async function beginRoom({ storage, log }: Store, atMs: number): Promise<void> {
  await storage.write(async (tx) => {
    await tx.sql`insert into rooms (id, name, name_key, title, created_ms) values (${ROOM}, ${ROOM_NAME}, ${ROOM_NAME}, ${ROOM_NAME}, ${atMs})`
    await log.begin(tx, ROOM, EPOCH, atMs)
  })
}

export function eventOf(at: number, body: string, atMs: number) {
  const author = speakerId(at * 7)
  const cid = `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`
  const by = { id: author, name: `Speaker ${author.slice(-2)}`, look: lookOf(author) }
  const wire = JSON.stringify({ type: 'message.posted', by, cid, body })
  return { type: 'message.posted', author, cid, checkHash: cid, atMs, wire }
}

/** Says `messages` messages in a room of a new folder, the newest of them now. Seeded: always the same room. */
export async function fillRoom(folder: string, messages: number): Promise<void> {
  const store = await openStore(folder)
  const { storage, log } = store
  const beginMs = Date.now() - messages * BETWEEN_MS
  await beginRoom(store, beginMs)
  const talk = createTalk(1)
  for (let from = 0; from < messages; from += A_WRITE) {
    await storage.write(async (tx) => {
      for (let at = from; at < Math.min(messages, from + A_WRITE); at++) {
        await log.announce(tx, ROOM, eventOf(at, talk(), beginMs + at * BETWEEN_MS))
      }
    })
  }
  await store.close()
}
