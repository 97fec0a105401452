import type { RoomInfo } from '#protocol/rooms.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { EventLog } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import { type Clock, nextTurn } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can, type Standing } from '#server/rooms/index.ts'
import { attachment } from './file-name.ts'
import { fileStream } from './file-stream.ts'
import { createHtmlFile } from './html-file.ts'
import { createNdjsonFile } from './ndjson-file.ts'
import type { FileReader, FindLines, RoomFile, RoomHead } from './room-file.ts'

export type { FileReader } from './room-file.ts'

export type ExportNeeds = {
  clock: Clock
  diary: Log
  log: EventLog
  lines: LineLog
  rooms: {
    findRoom(id: string): Promise<RoomInfo | null>
    findStanding(roomId: string, personId: string): Promise<Readonly<Standing>>
  }
  quota: { exportsPerHour: number; exportsAtOnce: number }
}

export const fileKinds = ['html', 'ndjson'] as const
export type FileKind = (typeof fileKinds)[number]
export type ExportWish = { room: string; kind: FileKind; reader: FileReader }
export type OpenedFile = { type: string; disposition: string; stream: ReadableStream<Uint8Array> }

const PAGE_LINES = 100
/** Lines are counted by their index, a stretch of numbers a turn. */
const COUNTED = 50_000
const BUSY_RETRY_MS = 10_000

const types = { html: 'text/html; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const

/** A room as a file: for people, or for programs (decision 0021). */
export function createExports({ clock, diary, log, lines, rooms, quota }: ExportNeeds) {
  const budget = new Limiter({ burst: quota.exportsPerHour, perSecond: quota.exportsPerHour / 3_600 }, clock.steadyMs)
  let atOnce = 0

  async function requireRight(principal: Principal, room: string, joined: boolean): Promise<void> {
    const { entered, houseOwner: house } = principal
    const standing = await rooms.findStanding(room, principal.id)
    const refusal = can({ entered, house, joined, standing }, 'export')
    if (refusal) throw new Refusal(refusal)
  }

  async function requirePlace(principal: Principal, room: string): Promise<void> {
    await requireRight(principal, room, principal.joined(room))
    if (atOnce >= quota.exportsAtOnce) throw new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })
    budget.require(principal.id)
  }

  /** Refuses as `open` would, and takes nothing: who asks for a file by a link cannot be told why there is none. */
  async function requireOpen(principal: Principal, room: string): Promise<void> {
    await requirePlace(principal, room)
    budget.giveBack(principal.id)
  }

  /**
   * The file of a room in which this person is, under a name. Refuses with `login_first`, `not_found`, `rate_limited`,
   * `busy`.
   */
  async function open(principal: Principal, { room: roomId, kind, reader }: ExportWish): Promise<OpenedFile> {
    await requirePlace(principal, roomId)
    atOnce++
    try {
      const head = await headOf(roomId)
      const find: FindLines = (seqs) => lines.some(roomId, seqs)
      const file = kind === 'html' ? createHtmlFile(head, reader, find) : createNdjsonFile(head)
      diary.info('export', { principal: principal.id, room: roomId, kind, as_of: head.asOf })
      const stream = fileStream(clock, pagesOf(principal, head, file), () => {
        atOnce--
        diary.info('export_ended', { principal: principal.id, room: roomId })
      })
      return { type: types[kind], disposition: attachment(head.room.title, head.atMs, kind), stream }
    } catch (error) {
      atOnce--
      throw error
    }
  }

  async function headOf(roomId: string): Promise<RoomHead> {
    const room = await rooms.findRoom(roomId)
    if (!room) throw new Refusal('not_found')
    const { epoch, head: asOf, floor } = await log.head(roomId)
    let count = 0
    for (let from = floor; from <= asOf; from += COUNTED) {
      count += await lines.count(roomId, from, Math.min(asOf, from + COUNTED - 1))
      await nextTurn()
    }
    return { room: titled(room), epoch, asOf, count, atMs: clock.nowMs() }
  }

  async function* pagesOf(principal: Principal, { room, asOf }: RoomHead, file: RoomFile): AsyncGenerator<string> {
    yield file.begin()
    for (let after = 0, more = true; more && after < asOf; ) {
      // Whoever may not read any more gets no further page (P-27). That the tab is closed meanwhile takes nothing away.
      await requireRight(principal, room.id, true)
      const page = await lines.after(room.id, after, PAGE_LINES)
      const isAsked = ({ seq }: { seq: number }) => seq <= asOf
      const text = await file.page(page.lines.filter(isAsked), page.notices.filter(isAsked))
      if (text !== '') yield text
      after = page.last
      more = page.moreAbove
      await nextTurn()
    }
    yield file.end()
  }

  return { open, requireOpen, sweepBudgets: () => budget.sweep() }
}

/** A private chat is called after its people. */
const titled = (room: RoomInfo): RoomInfo =>
  room.title === '' && room.people ? { ...room, title: room.people.map(({ name }) => name).join(', ') } : room

export type Exports = ReturnType<typeof createExports>
