import type { RoomInfo } from '#protocol/rooms.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { Blobs } from '#server/files/index.ts'
import { type Clock, nextTurn } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { Turns } from '#server/kit/turns.ts'
import { can, type Standing } from '#server/rooms/index.ts'
import { createContent, type FileKind } from './content.ts'
import { attachment } from './file-name.ts'
import { fileStream } from './file-stream.ts'
import { OpenFiles, type OpenQuota } from './open-files.ts'
import type { FileReader, RoomHead } from './room-file.ts'

export { createContent, type FileKind, fileKinds } from './content.ts'
export { safeStem } from './file-name.ts'
export { STUCK_MS } from './file-stream.ts'
export { NDJSON_FORMAT } from './ndjson-file.ts'
export type { FileReader, RoomHead } from './room-file.ts'
export { archiveName } from './zip-file.ts'

export type ExportNeeds = {
  clock: Clock
  diary: Log
  log: EventLog
  lines: LineLog
  rooms: {
    findRoom(id: string): Promise<RoomInfo | null>
    findStanding(roomId: string, personId: string): Promise<Readonly<Standing>>
  }
  /** For the bytes of what messages show. */
  storage: Pick<RoomStorage, 'read'>
  blobs: Pick<Blobs, 'read'>
  quota: OpenQuota & { exportsPerHour: number; exportsAtOnce: number }
}

/** Who asks, as it is now; refuses with `login_first` where the session has ended. */
export type Whose = () => Promise<Principal>
export type ExportWish = { room: string; kind: FileKind; reader: FileReader; network: string }
export type OpenedFile = { type: string; disposition: string; stream: ReadableStream<Uint8Array> }

/** Lines are counted by their index, a stretch of numbers a turn. */
const COUNTED = 50_000

const types = {
  html: 'text/html; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  zip: 'application/zip',
} as const

/** A room as a file: for people, or for programs (decision 0021). */
export function createExports({ clock, diary, log, lines, rooms, storage, blobs, quota }: ExportNeeds) {
  const budget = new Limiter({ burst: quota.exportsPerHour, perSecond: quota.exportsPerHour / 3_600 }, clock.steadyMs)
  const making = new Turns(quota.exportsAtOnce)
  const contentOf = createContent({ lines, storage, blobs, making })
  const openFiles = new OpenFiles(quota)

  async function requireRight(principal: Principal, room: string, joined = true): Promise<void> {
    const { entered, houseOwner: house } = principal
    const standing = await rooms.findStanding(room, principal.id)
    const refusal = can({ entered, house, joined, standing }, 'export')
    if (refusal) throw new Refusal(refusal)
  }

  /** Refuses as `open` would, and takes nothing: who asks for a file by a link cannot be told why there is none. */
  async function requireOpen(
    principal: Principal,
    { room, network }: Pick<ExportWish, 'room' | 'network'>,
  ): Promise<void> {
    await requireRight(principal, room, principal.joined(room))
    openFiles.requirePlace({ person: principal.id, network })
    budget.require(principal.id)
    budget.giveBack(principal.id)
  }

  /**
   * What is made leaves while it may: whose session has ended, who was deleted or put out since the page before gets no further one
   * (P-27, T-12). That the tab is closed meanwhile takes nothing away.
   */
  async function* whileAllowed<Page>(pages: AsyncIterable<Page>, whose: Whose, room: string): AsyncGenerator<Page> {
    for await (const page of pages) {
      await requireRight(await whose(), room)
      yield page
    }
  }

  /**
   * The file of a room in which this person is, under a name. Refuses with `login_first`, `not_found`, `rate_limited`,
   * `busy`.
   */
  async function open(whose: Whose, { room: roomId, kind, reader, network }: ExportWish): Promise<OpenedFile> {
    const principal = await whose()
    await requireRight(principal, roomId, principal.joined(roomId))
    const cut = new AbortController()
    const endOpen = openFiles.begin({ person: principal.id, network, cut: () => cut.abort() })
    try {
      budget.require(principal.id)
      const head = await headOf(roomId)
      diary.info('export', { principal: principal.id, room: roomId, kind, as_of: head.asOf })
      const pages: AsyncIterable<string | Uint8Array> = contentOf(head, kind, reader)
      const stream = fileStream(clock, whileAllowed(pages, whose, roomId), {
        cut: cut.signal,
        onEnd() {
          endOpen()
          diary.info('export_ended', { principal: principal.id, room: roomId })
        },
      })
      return { type: types[kind], disposition: attachment(head.room.title, head.atMs, kind), stream }
    } catch (error) {
      endOpen()
      throw error
    }
  }

  async function headOf(roomId: string): Promise<RoomHead> {
    const room = await rooms.findRoom(roomId)
    if (!room) throw new Refusal('not_found')
    const { epoch, head: asOf, floor } = await log.head(roomId)
    let count = 0
    for (let from = floor; from <= asOf; from += COUNTED) {
      const to = Math.min(asOf, from + COUNTED - 1)
      count += await making.take(() => lines.count(roomId, from, to))
      await nextTurn()
    }
    return { room: titled(room), epoch, asOf, count, atMs: clock.nowMs() }
  }

  return { open, requireOpen, sweepBudgets: () => budget.sweep() }
}

/** A private chat is called after its people. */
export const titled = (room: RoomInfo): RoomInfo =>
  room.title === '' && room.people ? { ...room, title: room.people.map(({ name }) => name).join(', ') } : room

export type Exports = ReturnType<typeof createExports>
