import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { limits } from '#protocol/limits.ts'
import { announce } from '#web/attention/index.ts'
import { formatBytes } from '#web/kit/byte-size.ts'
import { showToast } from '#web/kit/toast.ts'
import { roomName, welcome } from '#web/store/session.ts'
import { target } from '#web/store/writing-target.ts'
import { localeTag } from '#web/words/index.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { type Item, itemOf, letGo } from './item.ts'
import { requireName } from './may-attach.ts'
import { asJpeg, isOtherPicture } from './other-pictures.ts'

/** Rooms whose trays are held at one time: what is chosen stays with its room, as a draft does. */
const MOST_TRAYS = 20

const trays: Signal<ReadonlyMap<string, readonly Item[]>> = signal(new Map())
const nothing: readonly Item[] = []

/** What is chosen for the next message of the page's room, in the order of choosing. */
export const tray: ReadonlySignal<readonly Item[]> = computed(() => trays.value.get(roomName.value) ?? nothing)
/** Keys of what outlives the page (keep-files.ts). */
export const keptKeys: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set())
/** Whether anything is chosen anywhere that would be lost with the page. */
export const holdsOwn: ReadonlySignal<boolean> = computed(() =>
  [...trays.value.values()].some((items) =>
    items.some(({ key, alt, voice }) => !keptKeys.value.has(key) && (alt !== '' || voice)),
  ),
)

/** What every room has in its tray. */
export const allTrays: ReadonlySignal<ReadonlyMap<string, readonly Item[]>> = trays

const mostBytes = (): number => welcome.peek()?.limits.file_bytes ?? limits.fileBytes
const mostFiles = (): number => welcome.peek()?.limits.message_files ?? limits.messageFiles

function write(inRoom: string, items: readonly Item[]): void {
  const next = new Map(trays.peek())
  next.delete(inRoom)
  if (items.length > 0) next.set(inRoom, items)
  for (const [oldest, left] of next) {
    if (next.size <= MOST_TRAYS) break
    for (const item of left) letGo(item)
    next.delete(oldest)
  }
  trays.value = next
}

/** Takes what was chosen, pasted or dropped. What cannot be sent is refused here, before a byte of it travels. */
export async function addFiles(files: readonly globalThis.File[], nameOf = ({ name }: globalThis.File) => name) {
  const inRoom = roomName.peek()
  const say = uploadWords()
  if (target.peek()?.kind === 'edit') return refuse(say.notWhileEditing)
  const fitting = files.filter(fits)
  const room = mostFiles() - tray.peek().length
  const taken = fitting.slice(0, Math.max(0, room))
  const left = fitting.length - taken.length
  if (left > 0) refuse(say.tooMany(mostFiles(), left))
  const seen = await Promise.all(taken.map(seenOf))
  const unseen = seen.filter(isOtherPicture)
  if (unseen.length > 0) showToast(say.notShown(unseen.map(nameOf)))
  addItems(await Promise.all(seen.map((file) => itemOf(file, nameOf(file)))), inRoom)
}

/** What others could not see becomes a picture, where this browser can read it; else it stays a file. */
const seenOf = async (file: globalThis.File): Promise<globalThis.File> =>
  isOtherPicture(file) ? ((await asJpeg(file)) ?? file) : file

function fits(file: globalThis.File): boolean {
  const say = uploadWords()
  if (file.size === 0) refuse(say.empty(file.name))
  else if (file.size > mostBytes()) refuse(say.tooLarge(formatBytes(mostBytes(), localeTag.peek())))
  else return true
  return false
}

export const refuse = (text: string): void => showToast(text, { tone: 'refusal' })

/** Puts what is ready into the tray of a room, behind what is there. */
export function addItems(items: readonly Item[], inRoom: string): void {
  if (items.length === 0) return
  const before = trays.peek().get(inRoom) ?? nothing
  const room = Math.max(0, mostFiles() - before.length)
  for (const item of items.slice(room)) letGo(item)
  if (items.length > room) refuse(uploadWords().tooMany(mostFiles(), items.length - room))
  write(inRoom, [...before, ...items.slice(0, room)])
  requireName()
  announce(uploadWords().added(items.map(({ name }) => name)))
}

/** What was in the tray of a room when another page ended. What finds no place any more is left out. */
export function restoreTray(items: readonly Item[], inRoom: string): void {
  const now = trays.peek().get(inRoom) ?? nothing
  const known = new Set(now.map(({ key }) => key))
  const before = items.filter(({ key }) => !known.has(key))
  const room = Math.max(0, mostFiles() - now.length)
  for (const item of before.slice(room)) letGo(item)
  write(inRoom, [...before.slice(0, room), ...now])
}

/** What comes back needs a place; where there is none it stays where it is, and this says so. */
export function hasRoomAgain(count: number, inRoom: string): boolean {
  const held = trays.peek().get(inRoom)?.length ?? 0
  if (held + count <= mostFiles()) return true
  refuse(uploadWords().trayFull(mostFiles()))
  return false
}

export const isFull = (): boolean => tray.peek().length >= mostFiles()

export function removeItem(key: string): void {
  const gone = tray.peek().find((item) => item.key === key)
  if (!gone) return
  letGo(gone)
  change((items) => items.filter((item) => item !== gone))
  announce(uploadWords().removed(gone.name))
}

export const describeItem = (key: string, alt: string): void =>
  change((items) => items.map((item) => (item.key === key ? { ...item, alt } : item)))

const change = (by: (items: readonly Item[]) => readonly Item[]): void => write(roomName.peek(), by(tray.peek()))

/** What goes along with the message that is sent now. */
export function takeTray(): readonly Item[] {
  const items = tray.peek()
  change(() => nothing)
  return items
}

/** Whoever chose it is no more. */
export function forgetTrays(): void {
  for (const items of trays.peek().values()) for (const item of items) letGo(item)
  trays.value = new Map()
}
