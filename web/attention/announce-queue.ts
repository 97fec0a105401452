/** `text` is put together when it is told: of many messages only their number is. `forMe`: it mentions the listener. */
export type Heard = { who: string; text: () => string; forMe: boolean }

/** What waits to be told to a screen reader, and when the next update may leave. Times are milliseconds. */
export type Queue = { waiting: readonly Heard[]; count: number; forMe: number; nextMs: number; gapMs: number }

/** At most one update in 2 s; in a busy room the gap grows to 10 s (client.md 6.6). */
export const GAP_MS = 2_000
const MOST_GAP_MS = 10_000
/** This many are told in full, more only as a number. */
const IN_FULL = 3
/** A long message is not read to its end without being asked. */
const MOST_CHARS = 300

export const emptyQueue: Queue = { waiting: [], count: 0, forMe: 0, nextMs: 0, gapMs: GAP_MS }

export const hear = (queue: Queue, messages: readonly Heard[]): Queue => ({
  ...queue,
  waiting: [...queue.waiting, ...messages].slice(0, IN_FULL),
  count: queue.count + messages.length,
  forMe: queue.forMe + messages.filter(({ forMe }) => forMe).length,
})

type Say = { message: (who: string, text: string) => string; several: (count: number, forMe: number) => string }

/** What may be said now, and the queue after it; null while nothing waits or the gap is not over. */
export function speak(queue: Queue, nowMs: number, say: Say): { text: string; queue: Queue } | null {
  if (queue.count === 0 || nowMs < queue.nextMs) return null
  const isMany = queue.count > IN_FULL
  const gapMs = isMany ? Math.min(MOST_GAP_MS, queue.gapMs * 2) : GAP_MS
  const inFull = () => queue.waiting.map(({ who, text }) => say.message(who, shorten(text()))).join('\n')
  return {
    text: isMany ? say.several(queue.count, queue.forMe) : inFull(),
    queue: { waiting: [], count: 0, forMe: 0, nextMs: nowMs + gapMs, gapMs },
  }
}

const shorten = (text: string): string =>
  text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS).toWellFormed()}…` : text
