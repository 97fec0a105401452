import type { Clock } from '#server/kit/clock.ts'
import type { Database } from '#server/storage/database.ts'
import { WriterLane } from '#server/storage/writer-lane.ts'
import { EventLog, type News, type RoomStorage } from './event-log.ts'
import { LineLog } from './line-log.ts'
import { RoomFeed } from './room-feed.ts'

export type DeliveryNeeds = {
  database: Database
  clock: Clock
  publish(topic: string, frame: string): void
  onFull(error: Error): void
  onFatal(error: unknown): void
  /** Rooms that have durable news: for what follows the log, and may lag. */
  onNews?(roomIds: Set<string>): void
  bounds: { jobs: number; bytes: number }
}

/** The log, the feed, and the lane between them: what one commit made durable is handed to the feed in one turn. */
export function openDelivery({ database, clock, publish, onFull, onFatal, onNews, bounds }: DeliveryNeeds) {
  const log = new EventLog(database.read)
  const lines = new LineLog(database.read, log.unsettled)
  const feed = new RoomFeed({ log, lines, clock, publish })
  const lane = new WriterLane<News>({
    database,
    bounds,
    onFull,
    onFatal,
    onDurable(news) {
      log.unsettled.settle()
      if (news.length === 0) return
      feed.hearAll(news)
      onNews?.(new Set(news.map(({ roomId }) => roomId)))
    },
  })
  const storage: RoomStorage = { read: database.read, write: (work, bytes) => lane.write(work, bytes) }
  return { log, lines, feed, storage, close: () => lane.close() }
}
