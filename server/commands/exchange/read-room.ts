import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { cursor, epoch } from '#protocol/ids.ts'
import { limits } from '#protocol/limits.ts'
import { type Line, line as lineSchema } from '#protocol/lines.ts'
import { memberChanged, type Notice, roomChanged } from '#protocol/room-events.ts'
import { roomInfo } from '#protocol/room-info.ts'
import { NDJSON_FORMAT } from '#server/export/index.ts'
import { CommandRefused } from '../refused.ts'
import { changesOf } from './replay.ts'

const head = v.object({
  teahouse: v.literal('room'),
  format: v.number(),
  room: roomInfo,
  epoch,
  as_of: cursor,
  count: cursor,
  at: v.number(),
})
export type ExportHead = v.InferOutput<typeof head>
export type Item = { at: number; line: Line } | { at: number; notice: Notice }

const notice = v.variant('type', [roomChanged, memberChanged])
/** No line of ours is so long: a message and its state take a quarter of it. */
const MOST_LINE_BYTES = 512 * 1024
const DAY_MS = 86_400_000
/** More than any house lets a name have. */
const MOST_NAME_CHARS = 1_024
const decoder = new TextDecoder('utf-8', { fatal: true })

type Pieces = AsyncIterable<Uint8Array>
export type RoomReader = { head(head: ExportHead): Promise<void>; item(item: Item, at: number): Promise<void> }

/**
 * Reads an exported room, line by line, and gives it to `reader` when it was looked at. Returns the SHA-256 of it. Throws `CommandRefused` with
 * the number of the line that is not as it should be.
 */
export async function readRoom(pieces: Pieces, nowMs: number, reader: RoomReader): Promise<string> {
  const sum = createHash('sha256')
  let number = 0
  let found: ExportHead | null = null
  let count = 0
  let before = { seq: 0, atMs: 0 }
  for await (const text of linesOf(pieces, (piece) => void sum.update(piece))) {
    number++
    if (!found) {
      found = readHead(text)
      await reader.head(found)
      continue
    }
    const item = itemOf(text, nowMs + DAY_MS)
    if (typeof item === 'string') throw wrong(number, item)
    const { seq, at: atMs } = 'line' in item ? item.line : item.notice
    if (seq <= before.seq) throw wrong(number, `number ${seq} stands behind ${before.seq}`)
    if (seq > found.as_of) throw wrong(number, `number ${seq} is behind the end that its head names`)
    if (atMs < before.atMs) throw wrong(number, 'it is earlier than what stands before it')
    if (!isTime(atMs, nowMs + DAY_MS)) throw wrong(number, NO_TIME)
    before = { seq, atMs }
    if ('line' in item) count++
    await reader.item(item, number)
  }
  if (!found) throw new CommandRefused('This is no exported room: it is empty.', 2)
  if (count !== found.count)
    throw new CommandRefused(`It was cut: its head names ${found.count} messages, and ${count} are there.`)
  return sum.digest('hex')
}

export const wrong = (number: number, why: string) =>
  new CommandRefused(`Line ${number} is not as it should be: ${why}.`)

function readHead(text: string): ExportHead {
  const result = v.safeParse(head, parsed(text))
  if (!result.success) throw new CommandRefused('This is no exported room: its first line says nothing of it.', 2)
  if (result.output.format > NDJSON_FORMAT)
    throw new CommandRefused('It was exported by a newer Teahouse: use that version.')
  return result.output
}

const NO_TIME = 'it has a time that is none, or has not come yet'
/** A room goes on at the newest time in it (P-18): one of the year 5000 would be that of all that is ever said there. */
const isTime = (atMs: number, lastMs: number): boolean => Number.isSafeInteger(atMs) && atMs >= 0 && atMs <= lastMs

function itemOf(text: string, lastMs: number): Item | string {
  const value = parsed(text)
  const said = v.safeParse(lineSchema, value)
  if (said.success) {
    const { now, erased } = said.output
    if ((erased !== undefined) !== (now?.erased !== undefined)) return 'it is erased and it is not'
    if (isTooLong(said.output)) return 'it is too long'
    const changes = changesOf(said.output)
    if (changes === null) return 'no events could have made its state'
    if (!changes.every(({ atMs }) => isTime(atMs, lastMs))) return NO_TIME
    return { at: said.output.at, line: said.output }
  }
  const told = v.safeParse(notice, value)
  if (told.success) return { at: told.output.at, notice: told.output }
  const path = said.issues[0].path?.map(({ key }) => String(key)).join('.') ?? ''
  return path === '' ? 'it is neither a message nor a notice' : `the protocol does not know it so (${path})`
}

/** Words that no command could have brought fit into no frame either, and a name is shown on every line of its author. */
const isTooLong = ({ body = '', by, now }: Line): boolean =>
  Math.max(Buffer.byteLength(body), Buffer.byteLength(now?.edited?.body ?? '')) > limits.commandBytes ||
  by.name.length > MOST_NAME_CHARS

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Whole lines; the last one has its end, too, or the file was cut. */
async function* linesOf(pieces: Pieces, hear: (piece: Uint8Array) => void): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  let number = 0
  for await (const piece of pieces) {
    hear(piece)
    rest = Buffer.concat([rest, piece])
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      number++
      yield textOf(rest.subarray(0, end), number)
      rest = rest.subarray(end + 1)
    }
    if (rest.length > MOST_LINE_BYTES) throw wrong(number + 1, 'it is too long')
  }
  if (rest.length > 0) throw wrong(number + 1, 'it was cut')
}

function textOf(bytes: Uint8Array, number: number): string {
  if (bytes.length > MOST_LINE_BYTES) throw wrong(number, 'it is too long')
  try {
    return decoder.decode(bytes)
  } catch {
    throw wrong(number, 'it is no text')
  }
}
