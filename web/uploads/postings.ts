import { batch, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { File } from '#protocol/files.ts'
import { type Outgoing, type Room, type Saying, uuid } from '#sdk/index.ts'
import { showToast } from '#web/kit/toast.ts'
import { keepLocal } from '#web/store/local-pictures.ts'
import { dated, type Pending } from '#web/store/outgoing.ts'
import { platformNow, room } from '#web/store/session.ts'
import { showLatest } from '#web/store/timeline-store.ts'
import { writeUnread } from '#web/store/unread.ts'
import { uploading } from '#web/store/uploading.ts'
import { restoredWords } from '#web/words/restored.ts'
import { type Item, letGo } from './item.ts'
import type { Why } from './send-file.ts'

/** How far one file is. `begun`: by what the server knows it, '' while it knows nothing. */
export type Progress =
  | { name: 'queued' | 'going' | 'waiting'; sent: number; begun: string }
  | { name: 'failed'; sent: number; begun: string; why: Why }
  | { name: 'done'; sent: number; begun: string; file: File }

/** One file of a message on its way. Its progress is a signal of its own: the log is not drawn anew with every slice. */
export type Travel = { item: Item; progress: Signal<Progress>; stop: AbortController }
/** A message whose files go ahead of it. It keeps its id, and so its row, until it is stored (P-5). */
export type Posting = {
  cid: string
  room: Room
  /** Its id as far as it was known when it was written: nobody may be looking at it. */
  roomId: string | null
  body: string
  saying: Saying
  travels: readonly Travel[]
  writtenMs: number
  failed: Why | null
}

/**
 * More messages with files than this wait at one time for nobody. How many are unsent besides is asked where one is handed over, of what counts them
 * (sdk/outbox.ts): until its files are there, others have gone.
 */
export const MOST_POSTINGS = 50

const list: Signal<readonly Posting[]> = signal<readonly Posting[]>([])
/** All that is on its way, of whatever room, oldest first. */
export const postings: ReadonlySignal<readonly Posting[]> = list
const random = { randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }

export const travelOf = (item: Item): Travel => ({
  item,
  progress: signal<Progress>({ name: 'queued', sent: 0, begun: '' }),
  stop: new AbortController(),
})

/** A message begins its way. Null: there is no room for it, and nothing was taken. */
export function addPosting(body: string, saying: Saying, items: readonly Item[]): Posting | null {
  const to = room.peek()
  if (!to) return null
  if (list.peek().length >= MOST_POSTINGS) {
    showToast(restoredWords().tooManyUnsent, { tone: 'refusal' })
    return null
  }
  showLatest()
  writeUnread.own()
  to.typing(false)
  const travels = items.map(travelOf)
  const posting: Posting = {
    cid: uuid(random),
    room: to,
    roomId: to.info?.id ?? null,
    body,
    saying: dated(saying),
    travels,
    writtenMs: platformNow(),
    failed: null,
  }
  list.value = [...list.peek(), posting]
  return posting
}

export const findPosting = (cid: string): Posting | undefined => list.peek().find((one) => one.cid === cid)

export function changePosting(cid: string, by: (posting: Posting) => Posting): void {
  list.value = list.peek().map((one) => (one.cid === cid ? by(one) : one))
}

export function dropPosting(cid: string): void {
  list.value = list.peek().filter((one) => one.cid !== cid)
}

/** All its files are there: now it is a message like any other, and its row stays where it is. Where too many are unsent it waits for a person. */
export function postWhole(posting: Posting): void {
  const files: File[] = []
  if (posting.travels.some(({ progress }) => progress.peek().name !== 'done')) return
  for (const { item, progress } of posting.travels) {
    const now = progress.peek()
    if (now.name !== 'done') return
    files.push({ ...now.file, ...(item.alt && { alt: item.alt }) })
  }
  if (!handOver(posting, files)) return
  posting.travels.forEach(({ item }, at) => {
    const id = files[at]?.id
    if (item.kind === 'picture' && item.url && id !== undefined) keepLocal(id, item.url)
    else letGo(item)
  })
  keepPosted(posting)
  watchLeaving(posting)
}

/** False: there is no room among the unsent ones. Its row says so and keeps everything. */
const handOver = (posting: Posting, files: readonly File[]): boolean =>
  batch(() => {
    try {
      posting.room.post(posting.body, { ...posting.saying, cid: posting.cid, files })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      changePosting(posting.cid, (one) => ({ ...one, failed: { code: 'too_many_unsent' } }))
      return false
    }
    dropPosting(posting.cid)
    leaving.value = [...leaving.peek(), posting]
    return true
  })

/** Messages that were handed over, and are not known to be written down as unsent ones yet (P-11). */
export const leaving: Signal<readonly Posting[]> = signal<readonly Posting[]>([])

function watchLeaving(posting: Posting): void {
  const outgoing = (entries: readonly Outgoing[]) => {
    // Only what is written down is sent (sdk/outbox.ts); what is not among them any more is stored, or not wanted.
    if (entries.find(({ cid }) => cid === posting.cid)?.state === 'waiting') return
    queueMicrotask(() => stop())
    leaving.value = leaving.peek().filter((one) => one !== posting)
  }
  const stop = posting.room.listen({ outgoing }, posting.room.place)
}

/**
 * What was on its way when another page ended goes on in this one, before what is new. All of it: what is left out here is kept nowhere
 * any more. Nothing new begins before there is room again, so there is no more than pages had that are gone.
 */
export function restorePostings(postings: readonly Posting[]): void {
  const known = new Set(list.peek().map(({ cid }) => cid))
  list.value = [...postings.filter(({ cid }) => !known.has(cid)), ...list.peek()]
}

/** Of messages that are not known to be stored: their files, should they be refused after all. */
const posted = new Map<string, { inRoom: string; items: readonly Item[] }>()
const MOST_POSTED = 20

function keepPosted({ cid, room: to, travels }: Posting): void {
  posted.set(cid, { inRoom: to.name, items: travels.map(({ item }) => item) })
  for (const oldest of posted.keys()) {
    if (posted.size <= MOST_POSTED) break
    posted.delete(oldest)
  }
}

/** The files of a message that was refused, once; its addresses were given away and are made anew. */
export function takePosted(cid: string): { inRoom: string; items: readonly Item[] } | null {
  const found = posted.get(cid)
  posted.delete(cid)
  if (!found) return null
  const items = found.items.map((item) => (item.url ? { ...item, url: URL.createObjectURL(item.blob) } : item))
  return { ...found, items }
}

export function forgetPosted(): void {
  posted.clear()
  leaving.value = []
}

/** Shows what is on its way in the page's room. Returns its stop. */
export function showPostings(): () => void {
  const shown = new Map<Posting, Pending>()
  return effect(() => {
    const here = list.value.filter((one) => one.room === room.value)
    for (const old of shown.keys()) if (!here.includes(old)) shown.delete(old)
    for (const one of here) if (!shown.has(one)) shown.set(one, pendingOf(one))
    uploading.value = here.flatMap((one) => shown.get(one) ?? [])
  })
}

function pendingOf({ cid, body, saying, travels, writtenMs, failed }: Posting): Pending {
  return {
    cid,
    body,
    re: saying.re ?? null,
    all: saying.all ?? false,
    files: travels.map(({ item }) => standIn(item)),
    upload: true,
    writtenMs,
    state: failed ? 'failed' : 'waiting',
    code: failed?.code ?? null,
    untilMs: null,
    retryAtMs: null,
    late: false,
    afterSeq: null,
    stored: false,
  }
}

/** What is known of a file before the server has seen it. */
const standIn = ({ key, kind, name, blob, width, height, alt, voice }: Item): File => ({
  id: key,
  kind,
  name,
  type: blob.type,
  bytes: blob.size,
  ...(width && height && { width, height }),
  ...(alt && { alt }),
  ...voice,
})
