import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { File } from '#protocol/files.ts'
import { requireRoomName, requireTitle, requireTopic, roomNameKey } from '#server/accounts/name-rules.ts'
import { newEpoch, newRoomAddress, newRoomId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { findRoomById, insertRoom, isNameFree, saveRoom } from '#server/rooms/index.ts'
import { type Database, type Sql, StorageFull } from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { asSentence, CommandRefused, type ExitCode } from '../refused.ts'
import { countOf, createProgress, numberOf } from '../terminal.ts'
import { houseFolder, type World } from '../world.ts'
import { type KeptFile, keepFiles, namesOf } from './import-files.ts'
import { type ExportHead, readRoom } from './read-room.ts'
import { openSource, type RoomSource } from './room-source.ts'
import { RoomWriter } from './room-writer.ts'

/** Addresses that are tried behind a name that is taken: `tea-2` … */
const MOST_NAMES = 99

/** `cardPictures`: of link cards, which are in no archive. */
type Looked = { head: ExportHead; wanted: Map<string, File>; lines: number; cardPictures: number }
type Made = { id: string; name: string; title: string; events: number }

/** An exported room becomes a room again: all of it in one transaction, or nothing. The server has to be stopped. */
export async function importRoom(world: World, name: string): Promise<ExitCode> {
  const { config, terminal } = world
  const path = resolve(world.from, name)
  const source = await openSource(path)
  try {
    const looked = await lookThrough(world, source)
    if (!existsSync(config.database.path))
      throw new CommandRefused(`There is no database at ${config.database.path}.`, 2)
    requireOwner(houseFolder(world))
    const database = await openSqlite(config.database.path)
    try {
      return await take(world, { database, source, path, looked })
    } catch (error) {
      if (error instanceof StorageFull)
        throw new CommandRefused(`The disk of ${config.database.path} is full. Nothing was imported.`)
      throw error instanceof Error && 'code' in error ? asSentence(error, houseFolder(world)) : error
    } finally {
      await database.close()
    }
  } finally {
    terminal.show('')
    await source.close()
  }
}

/** What another user writes there the server could not read: pictures that nobody sees. */
function requireOwner(folder: string): void {
  const { uid } = statSync(folder)
  if (process.getuid === undefined || uid === process.getuid()) return
  throw new CommandRefused(`${folder} belongs to the user ${uid}: import as that user (sudo -u '#${uid}' …).`, 2)
}

/** Once from its beginning to its end before anything is touched: what is broken is refused. */
async function lookThrough({ clock }: World, source: RoomSource): Promise<Looked> {
  const wanted = new Map<string, File>()
  let head: ExportHead | null = null
  let lines = 0
  let cardPictures = 0
  await readRoom(source.room(), clock.nowMs(), {
    async head(found) {
      head = found
    },
    async item(item) {
      if (!('line' in item)) return
      lines++
      cardPictures += item.line.now?.cards?.filter(({ picture }) => picture).length ?? 0
      for (const [place, name] of namesOf(item.line).entries()) {
        const file = item.line.files?.[place]
        if (file) wanted.set(name, file)
      }
    },
  })
  if (!head) throw new Error('a room without a head was read')
  return { head, wanted, lines, cardPictures }
}

type Taking = { database: Database; source: RoomSource; path: string; looked: Looked }

async function take(world: World, { database, source, path, looked }: Taking): Promise<ExitCode> {
  const { head, wanted, lines, cardPictures } = looked
  const { terminal } = world
  const mark = markOf(head)
  const before = await findImported(database.read, mark)
  if (before) {
    terminal.say(`${path} was imported before: it is the room ${addressOf(before)}. Nothing was done.`)
    return 0
  }
  const files = await keepFiles(world, { database, source, wanted })
  const made = await database.transaction((sql) => writeRoom(world, { sql, source, head, files, mark }))
  await database.makeDurable()
  terminal.show('')
  terminal.say(`Imported: ${made.title}, at ${addressOf(made)}`)
  terminal.say(
    `${countOf(lines, 'message')} as ${countOf(made.events, 'event')}, ${countOf(files.size, 'file')}. Its people are names: nobody here owns it.`,
  )
  const lost = wanted.size - files.size
  if (lost > 0) terminal.say(`${countOf(lost, 'file')} could not be taken along: messages name them.`)
  if (cardPictures > 0)
    terminal.say(`${countOf(cardPictures, 'picture')} of link cards could not be taken along: no archive has them.`)
  if (isForMembers(head.room))
    terminal.say('It was for its members only, and has none here: whoever has its address may come.')
  return 0
}

const isForMembers = ({ access, kind }: ExportHead['room']): boolean => access === 'private' || kind === 'chat'

/** The same log up to the same number is the same room, whenever it was exported. */
const markOf = ({ room, epoch, as_of }: ExportHead): string =>
  `import-${createHash('sha256').update(`${room.id} ${epoch} ${as_of}`).digest('hex')}`

async function findImported(sql: Sql, mark: string): Promise<{ id: string; name: string } | null> {
  const [row] = await sql<{ id: string; name: string }[]>`
    select id, name from rooms where made_by is null and made_cid = ${mark}`
  return row ?? null
}

const addressOf = ({ id, name }: { id: string; name: string }): string => (name === '' ? id : `/r/${name}`)

type Writing = { sql: Sql; source: RoomSource; head: ExportHead; files: ReadonlyMap<string, KeptFile>; mark: string }

async function writeRoom({ clock, terminal }: World, { sql, source, head, files, mark }: Writing): Promise<Made> {
  const id = newRoomId()
  const nowMs = clock.nowMs()
  const name = await freeName(sql, head)
  const title = cleaned(head.room.title, requireTitle) ?? name
  const topic = cleaned(head.room.topic ?? '', requireTopic) ?? ''
  const access = head.room.access === 'open' ? 'open' : 'link'
  const accent = head.room.accent ?? null
  await insertRoom(
    sql,
    { id, name, nameKey: roomNameKey(name), title, topic, accent, access, madeBy: null, cid: mark, madeHash: null },
    nowMs,
  )
  await sql`insert into room_heads (room_id, epoch, floor, seq, last_ms) values (${id}, ${newEpoch()}, 1, 0, 0)`
  const writer = await RoomWriter.begin({ sql, room: id, files })
  await readRoom(source.room(), nowMs, { head: async () => {}, item: (item, at) => writer.lay(item, at) })
  const progress = createProgress(terminal, clock, numberOf)
  const { events, saidMs } = await writer.write((done, of) => progress('events', done, of))
  await sql`update rooms set said_ms = ${saidMs} where id = ${id}`
  const room = await findRoomById(sql, id)
  if (room && head.room.archived) await saveRoom(sql, { ...room, archived: true })
  return { id, name, title, events }
}

/** Its own address where that is free and may be chosen; else one beside it, or one that nobody can guess. */
async function freeName(sql: Sql, { room }: ExportHead): Promise<string> {
  // Of what was for its members only the address is the lock from now on.
  const isGiven = room.name === '' || room.name.startsWith('~') || isForMembers(room)
  const wish = isGiven ? null : cleaned(room.name, requireRoomName)
  if (wish === null) return newRoomAddress()
  for (let at = 1; at <= MOST_NAMES; at++) {
    const name = at === 1 ? wish : cleaned(`${wish}-${at}`, requireRoomName)
    if (name !== null && (await isNameFree(sql, roomNameKey(name)))) return name
  }
  return newRoomAddress()
}

function cleaned(text: string, require: (raw: string) => string): string | null {
  try {
    return require(text)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
