import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import type { RoomInfo } from '#protocol/rooms.ts'
import { roomNameKey } from '#server/accounts/name-rules.ts'
import { LineLog } from '#server/delivery/line-log.ts'
import { Unsettled } from '#server/delivery/unsettled.ts'
import {
  createContent,
  type FileKind,
  type FileReader,
  fileKinds,
  type RoomHead,
  safeStem,
  titled,
} from '#server/export/index.ts'
import { Turns } from '#server/kit/turns.ts'
import { findRoomById, findRoomByKey } from '#server/rooms/index.ts'
import { type Look, openLook } from '#server/storage/look.ts'
import { newestSchema, schemaOf } from '#server/storage/schema.ts'
import { chooseTarget, dropParts, type TargetWish, writeWhole } from '../backup/target.ts'
import { asSentence, CommandRefused, type ExitCode } from '../refused.ts'
import { countOf, sizeOf } from '../terminal.ts'
import { houseFolder, storedBytes, type World } from '../world.ts'

/** What the lobby is called where one has to say it: its address is empty. */
const LOBBY = 'lobby'
const COUNTED = 50_000
const PAGE = 200

/** A room as the archive, the page or the data that people get of it, for whoever runs the house. */
export async function exportRoom(
  world: World,
  { address, file }: { address: string; file: string | null },
): Promise<ExitCode> {
  return withHouse(world, async (look) => {
    const room = await findRoom(look, address)
    const fallback = `${stemOf(room)}.zip`
    await write(world, look, room, { name: file ?? fallback, from: world.from, folder: houseFolder(world), fallback })
    return 0
  })
}

/** Every room, an archive each. */
export async function exportAll(world: World, name: string): Promise<ExitCode> {
  const folder = resolve(world.from, name)
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new CommandRefused(`${folder} is a file.`, 2)
  return withHouse(world, async (look) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    let done = 0
    for await (const id of idsOf(look)) {
      const room = await findRoom(look, id)
      // Addresses of two rooms never look alike, but a file system may fold what we do not: the id tells them apart.
      const fallback = `${stemOf(room)} ${room.id}.zip`
      await write(world, look, room, {
        name: join(folder, fallback),
        from: folder,
        folder: houseFolder(world),
        fallback,
      })
      done++
    }
    world.terminal.say(`${countOf(done, 'room')} in ${folder}`)
    return 0
  })
}

async function withHouse(world: World, work: (look: Look) => Promise<ExitCode>): Promise<ExitCode> {
  const { path } = world.config.database
  const look = openLook(path)
  try {
    if ((await schemaOf(look.sql)) !== newestSchema)
      throw new CommandRefused(`${path} was written by another version of Teahouse: start it once with this one.`, 2)
    return await work(look)
  } finally {
    world.terminal.show('')
    look.close()
  }
}

async function findRoom({ sql }: Look, address: string): Promise<RoomInfo> {
  const key = address === LOBBY ? '' : roomNameKey(address.replace(/^.*\/r\//, ''))
  const found = (await findRoomById(sql, address)) ?? (await findRoomByKey(sql, key))
  if (found) return titled(found)
  throw new CommandRefused(
    `There is no room ${JSON.stringify(address.slice(0, 60))}. The address is the part behind /r/.`,
    2,
  )
}

async function* idsOf({ sql }: Look): AsyncGenerator<string> {
  for (let after = '', more = true; more; ) {
    const page = await sql<{ id: string }[]>`select id from rooms where id > ${after} order by id limit ${PAGE}`
    for (const { id } of page) yield id
    after = page.at(-1)?.id ?? after
    more = page.length === PAGE
  }
}

const stemOf = ({ name, title }: RoomInfo): string =>
  name === '' ? LOBBY : safeStem(name.startsWith('~') ? title : name, 'room')

async function write(world: World, look: Look, room: RoomInfo, wish: TargetWish): Promise<void> {
  const target = chooseTarget(wish)
  const kind = kindOf(target.path)
  const forget = world.atStop(() => dropParts(target))
  try {
    const head = await headOf(look, room, world.clock.nowMs())
    const pieces = contentOf(world, look, head, kind)
    world.terminal.show(`${room.title}: ${countOf(head.count, 'message')}`)
    const bytes = await writeWhole(target, pieces)
    world.terminal.say(`${target.path}: ${countOf(head.count, 'message')}, ${sizeOf(bytes)}`)
  } catch (error) {
    throw error instanceof CommandRefused ? error : asSentence(error, target.path)
  } finally {
    forget()
    rmSync(target.part, { force: true })
  }
}

function kindOf(path: string): FileKind {
  const kind = fileKinds.find((one) => one === extname(path).slice(1))
  if (kind) return kind
  throw new CommandRefused(`${path} should end in ${fileKinds.map((one) => `.${one}`).join(' or ')}.`, 2)
}

/** As of now, for a log that may be written to. */
async function headOf({ sql }: Look, room: RoomInfo, atMs: number): Promise<RoomHead> {
  const [row] = await sql<{ epoch: string; floor: number; seq: number }[]>`
    select epoch, floor, seq from room_heads where room_id = ${room.id}`
  if (!row) throw new CommandRefused(`The room ${room.id} has no log. \`npx teahouse verify\` says more.`)
  const lines = new LineLog(sql, new Unsettled())
  let count = 0
  for (let from = row.floor; from <= row.seq; from += COUNTED)
    count += await lines.count(room.id, from, Math.min(row.seq, from + COUNTED - 1))
  return { room, epoch: row.epoch, asOf: row.seq, count, atMs }
}

function contentOf(world: World, look: Look, head: RoomHead, kind: FileKind): AsyncGenerator<string | Uint8Array> {
  const stored = storedBytes(world)
  const blobs = {
    async read(hash: string) {
      const found = await stored.read(hash)
      return found && { bytes: found.bytes, body: streamOf(found.pieces) }
    },
  }
  const lines = new LineLog(look.sql, new Unsettled())
  const reader: FileReader = {
    locale: world.language === 'zh' ? 'zh-CN' : 'en',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
  const content = createContent({ lines, storage: { read: look.sql }, blobs, making: new Turns(1) })
  return content(head, kind, reader)
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const reading = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        const { done, value } = await reading.next()
        if (done) stream.close()
        else stream.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
}
