import { effect, type Signal, signal } from '@preact/signals'
import { limits } from '#protocol/limits.ts'
import { isFolded } from '#web/store/ignored.ts'
import { foldLine, isChange, isErased, linesOf, type ShownLine } from '#web/store/lines.ts'
import { after, inRoom, me, onRoomLeft, room, status } from '#web/store/session.ts'
import { heldLines, timeline } from '#web/store/timeline-store.ts'

/** A message that is quoted: itself, nothing of it any more, words of somebody whom the reader ignores, or not known yet. */
export type Quoted = ShownLine | 'gone' | 'ignored' | 'loading'

/** Quoted messages outside of the window that are kept; the oldest goes. */
const MOST = 300
/** Quotes that come into view together are asked for together. */
const GATHER_MS = 30
const AGAIN_MS = 5_000

/** Quoted messages that are not held by the timeline, by number. */
const fetched: Signal<ReadonlyMap<number, ShownLine | 'gone'>> = signal<ReadonlyMap<number, ShownLine | 'gone'>>(
  new Map(),
)
const wanted = new Set<number>()
let stopGathering: (() => void) | null = null
let started = false

/** What message `seq` says; read it while rendering. One that the page does not hold is fetched. */
export function quoted(seq: number): Quoted {
  const line = heldLines.value.get(seq) ?? fetched.value.get(seq)
  if (line === undefined) {
    want(seq)
    return 'loading'
  }
  if (line === 'gone' || isErased(line)) return 'gone'
  return isFolded(line) ? 'ignored' : line
}

function want(seq: number): void {
  wanted.add(seq)
  gather(GATHER_MS)
}

function gather(ms: number): void {
  if (wanted.size > 0) stopGathering ??= after(ms, () => void fetchWanted())
}

async function fetchWanted(): Promise<void> {
  stopGathering = null
  const from = room.peek()
  const asked = [...wanted].slice(0, limits.askedMessages)
  if (!from || asked.length === 0) return
  for (const seq of asked) wanted.delete(seq)
  try {
    const answer = await from.get(asked)
    if (from === room.peek()) keep(asked, answer)
    gather(GATHER_MS)
  } catch {
    if (from !== room.peek()) return
    // Asked again in a while, and at once when the connection is back.
    for (const seq of asked) wanted.add(seq)
    gather(AGAIN_MS)
  }
}

function keep(asked: readonly number[], answer: Parameters<typeof linesOf>[0] & { rest: readonly number[] }): void {
  const next = new Map(fetched.peek())
  const found = new Map(linesOf(answer, timeline.peek()).map((line) => [line.seq, line]))
  for (const seq of asked) if (!answer.rest.includes(seq)) next.set(seq, found.get(seq) ?? 'gone')
  for (const seq of answer.rest) wanted.add(seq)
  fetched.value = new Map([...next].slice(-MOST))
}

/** Follows the room of the page. Call it before the session starts; a second call does nothing. */
export function startQuotes(): void {
  if (started) return
  started = true
  const forget = () => {
    if (fetched.peek().size > 0) fetched.value = new Map()
  }
  onRoomLeft(() => {
    wanted.clear()
    forget()
  })
  inRoom({
    snapshot: forget,
    events: (events) => {
      const changes = events.filter(isChange).filter(({ message }) => fetched.peek().has(message))
      if (changes.length === 0) return
      const changed = new Map(fetched.peek())
      for (const change of changes) {
        const line = changed.get(change.message)
        if (line && line !== 'gone') changed.set(change.message, foldLine(line, change, me.peek()?.id ?? null))
      }
      fetched.value = changed
    },
  })
  effect(() => {
    if (status.value?.name !== 'online') return
    stopGathering?.()
    stopGathering = null
    gather(GATHER_MS)
  })
}
