import * as v from 'valibot'
import type { File, FileKind, GalleryFile, GalleryKind } from '#protocol/files.ts'
import type { CommandInput, CommandReply } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { named } from '#protocol/people.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { type EventLog, type RoomStorage, withinFrame } from '#server/delivery/event-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { fileOf } from './file-rows.ts'

export type ReadFilesNeeds = {
  storage: RoomStorage
  log: Pick<EventLog, 'unsettled'>
  /** Pages by person. */
  reading: Limiter
}

type Place = { message: number; index: number }
type Row = { id: string; facts: string; seq: number; place: number; at_ms: number; wire: string }

const kindsOf: Readonly<Record<GalleryKind, readonly FileKind[]>> = {
  pictures: ['picture', 'video'],
  files: ['audio', 'voice', 'file'],
}
const FIRST: Place = { message: Number.MAX_SAFE_INTEGER, index: 0 }
const said = v.object({ by: named })

/** The files of a room, newest first. Of what was erased there are none. One statement a kind, whatever the length. */
export function createReadFiles({ storage, log, reading }: ReadFilesNeeds) {
  function rowsOf(room: string, kind: FileKind, { message, index }: Place, limit: number) {
    return storage.read<Row[]>`
      select f.id, f.facts, f.seq, f.place, e.at_ms, e.wire
      from files f join events e on e.room_id = f.room_id and e.seq = f.seq
      where f.room_id = ${room} and f.kind = ${kind} and f.seq is not null and (f.seq, f.place) < (${message}, ${index})
      order by f.seq desc, f.place desc limit ${limit}`
  }

  return async function readFiles(
    { principal }: Caller,
    { room, kind, before = FIRST, limit = limits.galleryFiles }: CommandInput<'room.files'>,
  ): Promise<CommandReply<'room.files'>> {
    reading.require(principal.id)
    const walks = await log.unsettled.whenSettled(room, () =>
      Promise.all(kindsOf[kind].map((one) => rowsOf(room, one, before, limit + 1))),
    )
    const rows = walks.flat().sort((one, other) => other.seq - one.seq || other.place - one.place)
    const files = fitting(rows.slice(0, limit).map(galleryFile))
    const last = files.at(-1)
    const next = last && rows.length > files.length ? { next: { message: last.message, index: last.index } } : {}
    return { files, ...next }
  }
}

/** Names and descriptions may be long: as many as a frame takes (HOUSE-12). */
const fitting = (files: readonly GalleryFile[]): GalleryFile[] =>
  withinFrame(files.map((one) => ({ one, seq: one.message, json: JSON.stringify(one) }))).map(({ one }) => one)

function galleryFile(row: Row): GalleryFile {
  const { by } = v.parse(said, JSON.parse(row.wire))
  const file: File = fileOf(row)
  return { message: row.seq, index: row.place, at: row.at_ms, by: { id: by.id, name: by.name }, file }
}
