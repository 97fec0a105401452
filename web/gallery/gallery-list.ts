import type { GalleryFile, GalleryKind } from '#protocol/files.ts'
import type { RoomEvent } from '#protocol/rooms.ts'

/** What the page has of one tab: newest first, as far back as it was asked for. */
export type List = { files: readonly GalleryFile[]; next: Place | null }
export type Place = { message: number; index: number }

export const keyOf = ({ message, index }: Place): string => `${message} ${index}`

const isOf = (kind: GalleryKind, { file }: GalleryFile): boolean =>
  (kind === 'pictures') === (file.kind === 'picture' || file.kind === 'video')

/** The files that an event brings, newest first as the gallery has them. */
export function filesOf(event: RoomEvent): readonly GalleryFile[] {
  if (event.type !== 'message.posted' || !event.files) return []
  const { seq, at, by } = event
  return event.files
    .map((file, index) => ({ message: seq, index, at, by: { id: by.id, name: by.name }, file }))
    .reverse()
}

/** A list after what was just heard; the same one where it changes nothing. What the page has already comes no second time. */
export function afterEvents(list: List, kind: GalleryKind, events: readonly RoomEvent[]): List {
  let { files } = list
  for (const event of events) {
    if (event.type === 'message.erased') {
      if (files.some(({ message }) => message === event.message))
        files = files.filter(({ message }) => message !== event.message)
      continue
    }
    const known = new Set(files.map(keyOf))
    const fresh = filesOf(event).filter((one) => isOf(kind, one) && !known.has(keyOf(one)))
    if (fresh.length > 0) files = [...fresh, ...files]
  }
  return files === list.files ? list : { ...list, files }
}

/** A list with one more page at its end. */
export function withPage(list: List, page: { files: readonly GalleryFile[]; next?: Place | undefined }): List {
  const known = new Set(list.files.map(keyOf))
  return { files: [...list.files, ...page.files.filter((one) => !known.has(keyOf(one)))], next: page.next ?? null }
}
