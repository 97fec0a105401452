import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { systemClock } from '#server/kit/clock.ts'
import { Indexer } from '#server/search/indexer.ts'
import { sqliteIndex } from '#server/search/search-index-sqlite.ts'
import { out } from '../contestants.ts'
import { beginRoom, eventOf, openStore, ROOM } from './fill-room.ts'
import { createTalk } from './text.ts'

const AT_ONCE = 1_000

/** Messages a second that the store takes from 1,000 writers at once, each its own write: alone, or with the indexer behind. */
export async function measureInsertRate(messages: number, isIndexed: boolean): Promise<number> {
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'insert-'))
  let indexer: Indexer | null = null
  const store = await openStore(folder, (roomIds) => indexer?.hear(roomIds))
  const { storage, log } = store
  await beginRoom(store, Date.now())
  const onError = (error: unknown) => {
    throw error
  }
  if (isIndexed) indexer = new Indexer({ storage, clock: systemClock, index: sqliteIndex, onError })
  const stop = indexer?.start()
  const talk = createTalk(2)
  const events = Array.from({ length: messages }, (_, at) => eventOf(at, talk(), Date.now()))
  const startMs = performance.now()
  let next = 0
  async function writer(): Promise<void> {
    while (next < messages) {
      const event = events[next++]
      if (event) await storage.write((tx) => log.announce(tx, ROOM, event))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, writer))
  const perSecond = messages / ((performance.now() - startMs) / 1_000)
  stop?.()
  await store.close()
  rmSync(folder, { recursive: true })
  return perSecond
}
