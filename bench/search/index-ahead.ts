import { type Clock, systemClock } from '#server/kit/clock.ts'
import { Indexer } from '#server/search/indexer.ts'
import { sqliteIndex } from '#server/search/search-index-sqlite.ts'
import { openStore } from './fill-room.ts'
import { whenIndexed } from './indexed.ts'

/** Here nobody waits for the lane, so the indexer need not rest. */
const restless: Clock = {
  ...systemClock,
  after(_ms, run) {
    const turn = setImmediate(run)
    return () => clearImmediate(turn)
  },
}

/** The product's own indexer, without a server beside it: brings the index of a folder to so many messages, or a few more. */
export async function indexAhead(folder: string, database: string, messages: number): Promise<void> {
  const store = await openStore(folder)
  const onError = (error: unknown) => {
    throw error
  }
  const indexer = new Indexer({ storage: store.storage, clock: restless, index: sqliteIndex, onError })
  const stop = indexer.start()
  await whenIndexed(database, messages)
  stop()
  await store.close()
}
