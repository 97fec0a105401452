import type { Sql } from '#server/storage/database.ts'
import { isUnreadable, type Look, openLook } from '#server/storage/look.ts'
import { newestSchema, schemaFaults, schemaOf } from '#server/storage/schema.ts'
import { lastingDamageOfWal } from '#server/storage/wal-soundness.ts'
import { CommandRefused } from '../refused.ts'
import { readNote } from '../restore/restored-note.ts'
import { createProgress, numberOf, sizeOf } from '../terminal.ts'
import { houseFolder, storedBytes, type World } from '../world.ts'
import { Findings } from './findings.ts'
import { verifyFiles } from './kept-files.ts'
import { RoomLog } from './room-log.ts'
import { makeOwnTables } from './room-states.ts'

type Wish = { quick: boolean }

/** Rooms whose ids are read at a time. */
const PAGE = 500

/** Holds a house against its promises, beside whoever uses it (P-31). Throws `StorageRefused`, `CommandRefused` where it cannot. */
export async function verifyHouse(world: World, wish: Wish): Promise<Findings> {
  const findings = new Findings()
  const { path } = world.config.database
  const look = openLook(path)
  const damage = lastingDamageOfWal(`${path}-wal`)
  // Of a house that runs: it goes on until it is killed.
  if (damage)
    findings.fault(
      `${path}-wal is damaged at byte ${damage.atByte}: messages behind it are lost when the server is killed.`,
    )
  try {
    await requireReadable(look, path)
    await part(findings, 'The database', () => checkDatabase(look, findings, wish))
    await part(findings, 'The logs', () => verifyRooms(world, look, findings))
    await part(findings, 'The people and rooms', () => verifyRows(look.sql, findings))
    await part(findings, 'The files', () => verifyKept(world, look, findings, wish))
    return findings
  } finally {
    world.terminal.show('')
    look.close()
  }
}

async function requireReadable({ sql }: Look, path: string): Promise<void> {
  const schema = await schemaOf(sql)
  if (schema === null) throw new CommandRefused(`${path} is no database of a Teahouse.`, 2)
  if (schema > newestSchema) throw new CommandRefused(`${path} was written by a newer Teahouse.`, 2)
  if (schema < newestSchema)
    throw new CommandRefused(
      `${path} was written by an older Teahouse: start it once with this one, which upgrades it.`,
      2,
    )
}

/** What SQLite cannot read is a fault of the file, and the rest is looked at all the same. */
async function part(findings: Findings, name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isUnreadable(error)) throw error
    findings.fault(`${name} cannot be read to the end: ${error.message}.`)
  }
}

async function checkDatabase(look: Look, findings: Findings, { quick }: Wish): Promise<void> {
  for (const fault of await schemaFaults(look.sql)) findings.fault(fault)
  for (const words of look.check(quick ? 'quick' : 'whole')) findings.fault(`The database: ${words}`)
}

async function verifyRooms({ terminal, clock }: World, look: Look, findings: Findings): Promise<void> {
  makeOwnTables(look)
  await requireKeys(look, findings)
  const [all] = await look.sql<{ events: number }[]>`select coalesce(sum(seq - floor + 1), 0) as events from room_heads`
  const progress = createProgress(terminal, clock, numberOf)
  let done = 0
  const onEvents = (count: number) => {
    done += count
    progress('events', done, all?.events ?? 0)
  }
  for await (const room of roomsOf(look.sql)) {
    findings.count('rooms')
    await new RoomLog({ look, room, findings, onEvents }).verify()
  }
}

async function* roomsOf(sql: Sql): AsyncGenerator<string> {
  for (let after = '', more = true; more; ) {
    const page = await sql<{ room_id: string }[]>`
      select room_id from room_heads where room_id > ${after} order by room_id limit ${PAGE}`
    for (const { room_id } of page) yield room_id
    after = page.at(-1)?.room_id ?? after
    more = page.length === PAGE
  }
}

/** One event a (room, person, cid) (C-6). The index that keeps it so is held against the table by SQLite; without it we look. */
async function requireKeys({ sql }: Look, findings: Findings): Promise<void> {
  const index = await sql<{ name: string }[]>`select name from sqlite_schema where name = 'events_by_cid'`
  if (index.length > 0) return
  const doubles = await sql<{ room_id: string; seqs: string }[]>`
    select room_id, group_concat(seq, ', ') as seqs from events
    group by room_id, author_id, cid having count(*) > 1 limit ${PAGE}`
  for (const { room_id, seqs } of doubles)
    findings.fault(`Room ${room_id}: the numbers ${seqs} are one message, sent once.`)
}

/** Rows that lead nowhere. */
async function verifyRows(sql: Sql, findings: Findings): Promise<void> {
  const headless = await sql<{ id: string }[]>`
    select id from rooms where not exists (select 1 from room_heads h where h.room_id = rooms.id) limit ${PAGE}`
  for (const { id } of headless) findings.fault(`Room ${id}: it has no log.`)
  const roomless = await sql<{ room_id: string }[]>`
    select room_id from room_heads h where not exists (select 1 from rooms r where r.id = h.room_id) limit ${PAGE}`
  for (const { room_id } of roomless) findings.fault(`Room ${room_id}: it has a log, and is no room.`)
  for (let after = ''; ; ) {
    const [row] = await sql<
      { room_id: string | null }[]
    >`select min(room_id) as room_id from events where room_id > ${after}`
    if (!row || row.room_id === null) break
    after = row.room_id
    const heads = await sql<{ room_id: string }[]>`select room_id from room_heads where room_id = ${after}`
    if (heads.length === 0) findings.fault(`Room ${after}: it has events, and no log that they belong to.`)
  }
  const ahead = await sql<{ room_id: string; indexed: number; seq: number }[]>`
    select s.room_id, s.indexed, h.seq from search_rooms s join room_heads h on h.room_id = s.room_id
    where s.indexed > h.seq limit ${PAGE}`
  for (const { room_id, indexed, seq } of ahead)
    findings.fault(`Room ${room_id}: search has read up to number ${indexed}, and the log ends at ${seq}.`)
  const [people] = await sql<{ count: number }[]>`select count(*) as count from principals`
  findings.count('people', people?.count ?? 0)
}

async function verifyKept(world: World, look: Look, findings: Findings, { quick }: Wish): Promise<void> {
  const missing = new Set(readNote(houseFolder(world))?.missing)
  const [all] = await look.sql<{ bytes: number }[]>`select coalesce(sum(bytes), 0) as bytes from blobs`
  const progress = createProgress(world.terminal, world.clock, sizeOf)
  let done = 0
  const onBytes = (count: number) => {
    done += count
    progress('files', done, all?.bytes ?? 0)
  }
  const stored = storedBytes(world)
  try {
    await verifyFiles({ look, stored, findings, quick, missing, onBytes })
  } catch (error) {
    if (stored.whyNot() === '') throw error
    findings.unchecked = `The bucket of FILES_URL cannot be read: ${stored.whyNot()}`
  }
}
