import { type Clock, systemClock } from '#server/kit/clock.ts'
import type { Database } from '#server/storage/database.ts'
import { WriterLane } from '#server/storage/writer-lane.ts'
import { type Effect, EventLog, type News, type RoomStorage, type Said } from './event-log.ts'
import { LineLog } from './line-log.ts'
import { WRITE_MS } from './pace.ts'
import { RoomFeed } from './room-feed.ts'

export type DeliveryNeeds = {
  database: Database
  clock: Clock
  /** What a frame costs for each receiver, ms of a core; without it that of pace.ts. */
  writeMs?: number
  publish(topic: string, frame: string): void
  onFull(error: Error): void
  onFatal(error: unknown): void
  /** What is durable and told now, in this turn: for what looks at the events themselves. It must be quick. */
  onTold?(news: readonly News[]): void
  /** Rooms that have durable news: for what follows the log, and may lag. */
  onNews?(roomIds: Iterable<string>): void
  /** Rooms in which something was said, with the last of it; where something is counted or told that may lag. */
  onSaid?(rooms: ReadonlyMap<string, Said>): void
  bounds: { jobs: number; bytes: number }
}

/** The log, the feed, and the lane between them: what one commit made durable is handed to the feed in one turn. */
export function openDelivery(needs: DeliveryNeeds) {
  const { database, clock, writeMs = WRITE_MS, publish, onFull, onFatal, onTold, onNews, onSaid, bounds } = needs
  const log = new EventLog(database.read)
  const lines = new LineLog(database.read, log.unsettled)
  const feed = new RoomFeed({ log, lines, clock, writeMs, publish })
  const lane = new WriterLane<News | Effect>({
    database,
    // The machine's own: how long a commit takes, and may wait for company, is no matter of what time it is.
    clock: systemClock,
    bounds,
    onFull,
    onFatal,
    onDurable(pieces) {
      const news = carryOut(pieces)
      log.unsettled.settle()
      if (news.length === 0) return
      const rooms = Map.groupBy(news, ({ roomId }) => roomId)
      feed.hearAll(rooms)
      onTold?.(news)
      onNews?.(rooms.keys())
      onSaid?.(lastSaid(rooms))
    },
  })
  const storage: RoomStorage = {
    read: database.read,
    write(work, how) {
      const leavesInMs = how ? feed.leavesInMs(how.room, lane.durableInMs) : 0
      return lane.write(work, { bytes: how?.bytes, leavesInMs })
    },
    remember: (tables) => database.remember(tables),
  }
  return { log, lines, feed, storage, close: () => lane.close() }
}

/** Does what was to be done, and gives what is to be told. */
function carryOut(pieces: readonly (News | Effect)[]): readonly News[] {
  return pieces.filter((piece): piece is News => {
    if (!('effect' in piece)) return true
    piece.effect()
    return false
  })
}

function lastSaid(rooms: ReadonlyMap<string, readonly News[]>): Map<string, Said> {
  const last = new Map<string, Said>()
  for (const [roomId, news] of rooms) {
    const said = news.findLast((piece) => piece.said)?.said
    if (said) last.set(roomId, said)
  }
  return last
}
