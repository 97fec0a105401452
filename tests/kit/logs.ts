import type { LinePage } from '#protocol/lines.ts'
import type { MessagePosted } from '#protocol/message-events.ts'
import { isNotice } from '#protocol/notices.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import type { HistoryPage, Snapshot } from '#sdk/index.ts'
import { foldInto, isChange, type ShownLine } from '#web/store/lines.ts'
import { applySnapshot, emptyTimeline, type Timeline } from '#web/store/timeline.ts'

// Logs of a room, the snapshots and pages that a server makes of them, and what the page holds.
export const by = { id: 'p0000000000000001', name: '青柠', look: 3 }
export const post = (seq: number): MessagePosted => ({
  seq,
  at: seq * 1000,
  type: 'message.posted',
  by,
  cid: `c${seq}`,
  body: `${seq}`,
})
export const logOf = (count: number): MessagePosted[] => Array.from({ length: count }, (_, at) => post(at + 1))

/** All lines of a log as they are now. */
export function linesNow(log: readonly RoomEvent[]): readonly ShownLine[] {
  const posted: readonly ShownLine[] = log.filter((event) => event.type === 'message.posted')
  return log.filter(isChange).reduce((lines, change) => foldInto(lines, change, by.id), posted)
}
type Stretch = { lines: readonly ShownLine[]; first: number; last: number }
/** The page that a server makes of those lines: what they are now, the numbers that it covers, the notices there. */
function pageOf(log: readonly RoomEvent[], { lines, first, last }: Stretch): LinePage {
  const mine = lines.flatMap((line) => (line.mine ?? []).map((kind): [number, string] => [line.seq, kind]))
  const notices = log
    .slice(first - 1, last)
    .filter(isNotice)
    .slice(-100)
  return { first, last, lines: lines.map(({ mine: _own, ...line }) => line), notices, mine }
}

export const snapshotOf = (log: readonly RoomEvent[], why?: Snapshot['why'], epoch = 'e1'): Snapshot => {
  const lines = linesNow(log)
  const shown = lines.slice(-50)
  const first = lines.length > 50 ? (shown[0]?.seq ?? 1) : 1
  return {
    room: { id: 'r1', name: '', title: '茶馆', access: 'open' },
    epoch,
    asOf: log.length,
    floor: 1,
    ...pageOf(log, { lines: shown, first, last: log.length }),
    ...(why ? { why } : {}),
  }
}
export const before = (log: readonly RoomEvent[], seq: number, limit = 50): HistoryPage => {
  const lines = linesNow(log).filter((line) => line.seq < seq)
  const shown = lines.slice(-limit)
  const more = lines.length > limit
  const first = more ? (shown[0]?.seq ?? 1) : 1
  return { ...pageOf(log, { lines: shown, first, last: seq - 1 }), more, head: log.length }
}
export const after = (log: readonly RoomEvent[], seq: number, limit = 50): HistoryPage => {
  const lines = linesNow(log).filter((line) => line.seq > seq)
  const shown = lines.slice(0, limit)
  const more = lines.length > limit
  const last = more ? (shown.at(-1)?.seq ?? seq) : log.length
  return { ...pageOf(log, { lines: shown, first: seq + 1, last }), more, head: log.length }
}
export const open = (count: number): Timeline => applySnapshot(emptyTimeline, snapshotOf(logOf(count)), null)
export const seqs = (state: Timeline): number[] => state.lines.map((line) => line.seq)
export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/** Takes slice after slice until none is left. */
export function whole<T>(state: T, take: (state: T) => T): T {
  for (;;) {
    const next = take(state)
    if (next === state) return state
    state = next
  }
}
