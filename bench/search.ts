import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Contestant, out } from './contestants.ts'
import type { Options } from './options.ts'
import { type AskFigures, askWhileTalking } from './search/ask.ts'
import { fillRoom } from './search/fill-room.ts'
import { indexAhead } from './search/index-ahead.ts'
import { indexBytesOf, indexedOf, whenIndexed } from './search/indexed.ts'
import { measureInsertRate } from './search/insert-rate.ts'
import { startServer } from './server-process.ts'

const CHAT_PER_SECOND = 50
/** So many are indexed beside a running server and timed; those before them by a process of their own, three times as fast. */
const MOST_TIMED = 1_000_000

export type SearchResults = AskFigures & {
  messages: number
  /** The newest messages, which a running server indexes: how many, and from its start to the last one. */
  timed: number
  indexedPerSecond: number
  logBytes: number
  indexBytes: number
  insert: { alone: number; indexed: number }
}

/**
 * Scenario 4: a room of a million messages that a server finds without an index, then questions of every kind while people
 * talk in it; and what the indexer leaves to those who write as fast as they can.
 */
export async function measureSearch(
  teahouse: Contestant,
  { messages, insertMessages, questions }: Options,
  say: (line: string) => void,
): Promise<SearchResults> {
  const alone = await measureInsertRate(insertMessages, false)
  const indexed = await measureInsertRate(insertMessages, true)
  say(`insert: ${Math.round(alone)}/s alone, ${Math.round(indexed)}/s with the indexer`)
  mkdirSync(out, { recursive: true })
  const folder = mkdtempSync(path.join(out, 'search-'))
  try {
    await fillRoom(folder, messages)
    const database = path.join(folder, 'teahouse.sqlite')
    const logBytes = statSync(database).size
    say(`a room of ${messages} messages, ${Math.round(logBytes / 1e6)} MB`)
    if (messages > MOST_TIMED) {
      await indexAhead(folder, database, messages - MOST_TIMED)
      say(`the first ${messages - MOST_TIMED} of them indexed`)
    }
    const limits = { LIMIT_SEARCHES_BURST: '1000000', LIMIT_SEARCHES_PER_SECOND: '1000000' }
    const server = await startServer({ ...teahouse, env: { ...teahouse.env, ...limits, DATA_DIR: folder } })
    try {
      const startMs = performance.now()
      const timed = messages - indexedOf(database)
      await whenIndexed(database, messages)
      const indexedPerSecond = timed / ((performance.now() - startMs) / 1_000)
      const indexBytes = indexBytesOf(database)
      say(`indexed at ${Math.round(indexedPerSecond)}/s, the index has ${Math.round(indexBytes / 1e6)} MB`)
      const at = { url: `http://127.0.0.1:${server.port}`, socketUrl: `ws://127.0.0.1:${server.port}/ws` }
      const asked = await askWhileTalking(at, database, { each: questions, perSecond: CHAT_PER_SECOND })
      for (const { kind, p50, p95 } of asked.kinds)
        say(`${kind.name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`)
      return { ...asked, messages, timed, indexedPerSecond, logBytes, indexBytes, insert: { alone, indexed } }
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
