import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import type { File } from '#protocol/files.ts'
import type { Emoticon } from '#protocol/packs.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import type { Outgoing, Saying } from '#sdk/index.ts'
import { after, inRoom, me, platformNow, room } from '#web/store/session.ts'
import { showLatest, timeline } from '#web/store/timeline-store.ts'
import { writeUnread } from '#web/store/unread.ts'

/** An own message that is not known to be in the log. Times are milliseconds of the platform's clock. */
export type Pending = {
  cid: string
  body: string
  /** Number of the message that it answers. */
  re: number | null
  /** It mentions everybody. */
  all: boolean
  files: readonly File[]
  sticker?: Emoticon | undefined
  /** Its files are still on their way: nothing of it was said to the server yet (uploading.ts). */
  upload?: true
  writtenMs: number
  state: 'waiting' | 'failed'
  /** failed: the refusal's code, or `expired`. */
  code: string | null
  /** failed: before then it would be refused again. */
  untilMs: number | null
  /** The server asked to wait until then. */
  retryAtMs: number | null
  /** The refusal in which it asked. */
  retryCode?: string | undefined
  /** It has been waiting long enough for a clock. */
  late: boolean
  /** failed: the place in the log after which it stands, so that it does not move when others write; null: at the end. */
  afterSeq: number | null
  /** The server has it; the event that shows it is on its way. */
  stored: boolean
}

/** `echoed`: own messages that came back, newest last, so that the order of answer and event does not matter. */
export type Outbox = { list: readonly Pending[]; echoed: readonly string[] }

/** A clock is shown only if the answer takes this long (client.md 6.4). */
export const CLOCK_AFTER_MS = 600
const ECHOES_KEPT = 200
const noFiles: readonly File[] = []

export const emptyOutbox: Outbox = { list: [], echoed: [] }

type Now = { head: number; nowMs: number }

/** The unsent messages as the connection tells them. One that left the list was stored: it stays until its event is here. */
export function applyOutgoing(outbox: Outbox, entries: readonly Outgoing[], now: Now): Outbox {
  const listed = new Set(entries.map((entry) => entry.cid))
  const stored = outbox.list
    .filter((one) => !listed.has(one.cid) && one.state === 'waiting' && !outbox.echoed.includes(one.cid))
    .map((one) => (one.stored ? one : { ...one, stored: true }))
  const known = new Map(outbox.list.map((one) => [one.cid, one]))
  const waiting = entries
    .filter((entry) => !outbox.echoed.includes(entry.cid))
    .map((entry) => pendingOf(entry, known.get(entry.cid), now))
  return { ...outbox, list: [...stored, ...waiting] }
}

function pendingOf(entry: Outgoing, before: Pending | undefined, { head, nowMs }: Now): Pending {
  const failed = entry.state === 'failed'
  return {
    cid: entry.cid,
    body: entry.body,
    re: entry.re ?? null,
    all: entry.all ?? false,
    files: entry.files ?? noFiles,
    sticker: entry.sticker,
    writtenMs: entry.writtenMs,
    state: failed ? 'failed' : 'waiting',
    code: failed ? (entry.failed?.code ?? 'other') : null,
    untilMs: entry.failed?.untilMs ?? null,
    retryAtMs: failed ? null : (entry.retryAtMs ?? null),
    retryCode: entry.retryCode,
    late: before?.late || nowMs - entry.writtenMs >= CLOCK_AFTER_MS,
    afterSeq: failed ? (before?.afterSeq ?? (head || null)) : null,
    stored: false,
  }
}

/** Own messages that are in the log now. */
export function applyEchoes(outbox: Outbox, cids: readonly string[]): Outbox {
  if (cids.length === 0) return outbox
  const came = new Set(cids)
  return {
    list: outbox.list.filter((one) => !came.has(one.cid)),
    echoed: [...outbox.echoed, ...cids].slice(-ECHOES_KEPT),
  }
}

/**
 * The log is shown anew: what was stored is in it, or belongs to what is not shown. What had failed stands at its end. What came back before may
 * not be in this log.
 */
export function applyReset(outbox: Outbox, head: number): Outbox {
  const list = outbox.list.filter((one) => !one.stored)
  return { list: list.map((one) => (one.state === 'failed' ? { ...one, afterSeq: head } : one)), echoed: [] }
}

export const dropPending = (outbox: Outbox, cid: string): Outbox => ({
  ...outbox,
  list: outbox.list.filter((one) => one.cid !== cid),
})

/** Marks what has waited long enough. */
export function markLate(outbox: Outbox, nowMs: number): Outbox {
  const isDue = (one: Pending) => !one.late && nowMs - one.writtenMs >= CLOCK_AFTER_MS
  if (!outbox.list.some(isDue)) return outbox
  return { ...outbox, list: outbox.list.map((one) => (isDue(one) ? { ...one, late: true } : one)) }
}

const state: Signal<Outbox> = signal(emptyOutbox)
export const outbox: ReadonlySignal<Outbox> = state
/** An Enter that sent nothing. `full`: there was no room for one more, counted over all rooms (sdk/outbox.ts); `early`: it is not known yet where to. */
export type Refusal = { why: 'full' | 'early' }
/** The last one; each is another object. What says so comes late (unkept.ts). */
export const refusal: Signal<Refusal | null> = signal<Refusal | null>(null)
let started = false
let stopClock: (() => void) | null = null

/** Writes `body` into the outbox, and goes to the end of the log. False while there is no room yet, or none among too many: keep the text. */
export function postMessage(body: string, more: Saying = {}): boolean {
  const to = room.peek()
  if (!to) return false
  showLatest()
  writeUnread.own()
  try {
    to.post(body, dated(more))
    return true
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    refusal.value = { why: 'full' }
    return false
  }
}

/** What is answered is a number of the log that is shown: also where that is only what was kept (P-21). */
export const dated = (more: Saying): Saying =>
  more.re === undefined ? more : { ...more, epoch: timeline.peek().epoch }

export const resendMessage = (cid: string): void => room.peek()?.resend(cid)

export function discardMessage(cid: string): void {
  room.peek()?.discard(cid)
  state.value = dropPending(state.peek(), cid)
}

/** Follows the outbox of the page's room. Call it before the session starts; a second call does nothing. */
export function startOutgoing(): void {
  if (started) return
  started = true
  const echo = (events: readonly Pick<RoomEvent, 'type' | 'by' | 'cid'>[]) => {
    const mine = me.peek()?.id
    const own = events.filter((event) => event.type === 'message.posted' && event.by.id === mine)
    state.value = applyEchoes(
      state.peek(),
      own.map((event) => event.cid),
    )
  }
  inRoom({
    snapshot: ({ lines, asOf }) => {
      state.value = applyReset(state.peek(), asOf)
      echo(lines)
    },
    events: echo,
    outgoing: (entries) => {
      state.value = applyOutgoing(state.peek(), entries, { head: timeline.peek().head, nowMs: platformNow() })
      startClock()
    },
  })
  const author = computed(() => me.value?.id)
  effect(() => {
    // The outbox ends with its room object, and with its author (T-81).
    const now = author.value === undefined ? null : room.value
    untracked(() => {
      state.value = now ? applyOutgoing(emptyOutbox, now.outgoing, { head: 0, nowMs: platformNow() }) : emptyOutbox
    })
  })
}

function startClock(): void {
  const next = state.peek().list.find((one) => !one.late && !one.stored)
  if (!next || stopClock) return
  stopClock = after(Math.max(0, next.writtenMs + CLOCK_AFTER_MS - platformNow()) + 1, () => {
    stopClock = null
    state.value = markLate(state.peek(), platformNow())
    startClock()
  })
}
