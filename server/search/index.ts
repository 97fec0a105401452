import type { Handlers } from '#server/accounts/caller.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { forgetMessages } from './index-events.ts'
import { Indexer, type IndexerNeeds } from './indexer.ts'
import { sqliteIndex } from './search-index-sqlite.ts'
import { createSearchMessages, type SearchNeeds } from './search-messages.ts'

export { isInIndex } from './in-index.ts'

export type SearchPartNeeds = Omit<SearchNeeds, 'index' | 'searching'> &
  Omit<IndexerNeeds, 'index'> & { quota: { searchesBurst: number; searchesPerSecond: number } }

/** Search over what people said: an index beside the log, filled behind it (decision 0017). */
export function createSearch({ quota, ...needs }: SearchPartNeeds) {
  const index = sqliteIndex
  const rate = { burst: quota.searchesBurst, perSecond: quota.searchesPerSecond }
  const searching = new Limiter(rate, needs.clock.steadyMs)
  const indexer = new Indexer({ ...needs, index })
  const searchMessages = createSearchMessages({ ...needs, index, searching })
  const handlers: Handlers<'search.messages'> = { 'search.messages': { right: 'search', handle: searchMessages } }

  /** In the transaction that erases messages, before their bodies are emptied: search forgets them with it (P-7). */
  const forget = ({ sql }: RoomTx, roomId: string, seqs: readonly number[]): Promise<void> =>
    forgetMessages(sql, index, roomId, seqs)

  return { handlers, indexer, forget, sweepBudgets: () => searching.sweep() }
}

export type Search = ReturnType<typeof createSearch>
