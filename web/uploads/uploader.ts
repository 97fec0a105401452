import type { UploadWish } from '#protocol/files.ts'
import type { Saying } from '#sdk/index.ts'
import { announce } from '#web/attention/index.ts'
import { editAgain, focusComposer } from '#web/store/timeline-commands.ts'
import { heldLines } from '#web/store/timeline-store.ts'
import { startReply } from '#web/store/writing-target.ts'
import { uploadWords } from '#web/words/uploads.ts'
import type { Item } from './item.ts'
import { pauseUntilBack } from './pause.ts'
import {
  addPosting,
  changePosting,
  dropPosting,
  findPosting,
  forgetPosted,
  type Posting,
  postings,
  postWhole,
  type Travel,
  takePosted,
} from './postings.ts'
import { NotSent, sendFile, type Why } from './send-file.ts'
import { addItems, hasRoomAgain, takeTray } from './tray.ts'
import { askUpload } from './upload-request.ts'
import { isFinal, whyWords } from './why-words.ts'

/** Files that travel at one time: the second fills the pauses of the first, a third would only slow both. */
const AT_ONCE = 2
let running = 0

/** Sends what is in the tray with these words. False: there is no room for it yet, everything stays. */
export function sendTray(body: string, saying: Saying, items: readonly Item[]): boolean {
  if (!addPosting(body, saying, items)) return false
  takeTray()
  pump()
  return true
}

/** Begins whatever waits for its turn. */
export function pump(): void {
  for (const posting of postings.peek())
    for (const travel of posting.travels) {
      if (running >= AT_ONCE) return
      if (travel.progress.peek().name !== 'queued') continue
      running++
      void run(posting, travel).finally(() => {
        running--
        pump()
      })
    }
}

async function run({ cid, room, roomId }: Posting, { item, progress, stop }: Travel): Promise<void> {
  const { signal } = stop
  const begun = progress.peek().begun
  progress.value = { name: 'going', sent: progress.peek().sent, begun }
  const way = {
    ask: askUpload,
    pause: (ms: number) => pauseUntilBack(ms, signal),
    nowMs: () => performance.now(),
    told: (stand: { name: 'going' | 'waiting'; sent: number; id: string }) => {
      if (!signal.aborted) progress.value = { name: stand.name, sent: stand.sent, begun: stand.id }
    },
    signal,
  }
  try {
    const file = await sendFile(
      { blob: item.blob, wish: wishOf(item), room: () => room.info?.id ?? roomId, begun },
      way,
    )
    if (signal.aborted) return
    progress.value = { name: 'done', sent: item.blob.size, begun: progress.peek().begun, file }
    const now = findPosting(cid)
    if (now) postWhole(now)
  } catch (error) {
    if (signal.aborted) return
    failed(cid, item, progress, error instanceof NotSent ? error.why : { code: 'internal' })
  }
}

function failed(cid: string, item: Item, progress: Travel['progress'], why: Why): void {
  const { sent, begun } = progress.peek()
  progress.value = { name: 'failed', sent, begun, why }
  changePosting(cid, (posting) => ({ ...posting, failed: why }))
  announce(uploadWords().failed(item.name, whyWords(why)))
}

const wishOf = ({ name, blob, voice }: Item): UploadWish => ({ name, bytes: blob.size, ...(voice && { voice }) })

/** Goes on with what has failed, from where it stood. */
export function retryUpload(cid: string): void {
  const posting = findPosting(cid)
  for (const { progress } of posting?.travels ?? []) {
    const { name, sent, begun } = progress.peek()
    if (name === 'failed') progress.value = { name: 'queued', sent, begun }
  }
  changePosting(cid, (one) => ({ ...one, failed: null }))
  const again = findPosting(cid)
  // Its files may all be there: then only the outbox had no room for it.
  if (again) postWhole(again)
  pump()
}

/** Takes one file of a message out, and back into the tray; with the last one the words come back, too. */
export function cancelUpload(cid: string, key: string): void {
  const posting = findPosting(cid)
  const travel = posting?.travels.find(({ item }) => item.key === key)
  if (!posting || !travel) return
  if (posting.travels.length === 1) {
    takeBack(cid)
    return
  }
  if (!hasRoomAgain(1, posting.room.name)) return
  halt(travel)
  addItems([backOf(travel)], posting.room.name)
  const travels = posting.travels.filter((one) => one !== travel)
  const next = { ...posting, travels, failed: whyOf(travels) }
  changePosting(cid, () => next)
  postWhole(next)
}

function whyOf(travels: readonly Travel[]): Why | null {
  for (const { progress } of travels) {
    const now = progress.peek()
    if (now.name === 'failed') return now.why
  }
  return null
}

/** The whole message comes back into the composer: its words, its files, and what it answers. */
export function takeBack(cid: string): void {
  const posting = findPosting(cid)
  if (!posting || !hasRoomAgain(posting.travels.length, posting.room.name)) return
  dropPosting(cid)
  for (const travel of posting.travels) halt(travel)
  addItems(posting.travels.map(backOf), posting.room.name)
  const line = posting.saying.re === undefined ? undefined : heldLines.peek().get(posting.saying.re)
  if (line) startReply(line)
  if (posting.body) editAgain(posting.body)
  else focusComposer.run()
}

/** One that would be refused again says so in the tray: the others can go without it. */
function backOf({ item, progress }: Travel): Item {
  const now = progress.peek()
  return now.name === 'failed' && isFinal(now.why) ? { ...item, refused: whyWords(now.why) } : item
}

/** Files of a message that went, and was refused: they come back into the tray. */
export function giveBack(cid: string): void {
  const found = takePosted(cid)
  if (found) addItems(found.items, found.inRoom)
}

/** It is not wanted any more. */
export function discardUpload(cid: string): void {
  const posting = findPosting(cid)
  dropPosting(cid)
  for (const travel of posting?.travels ?? []) {
    halt(travel)
    if (travel.item.url) URL.revokeObjectURL(travel.item.url)
  }
}

/** What the server has of it is given up; should it not hear that, it sweeps it by itself. */
function halt({ stop, progress }: Travel): void {
  const { begun } = progress.peek()
  stop.abort()
  if (!begun) return
  const signal = AbortSignal.timeout(10_000)
  askUpload({ method: 'DELETE', path: `uploads/${begun}`, signal }).catch(() => undefined)
}

/** Whoever was sending is no more. */
export function forgetUploads(): void {
  for (const { cid } of postings.peek()) discardUpload(cid)
  forgetPosted()
}
