import { readFileSync, rmSync, statfsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { newEpoch } from '#server/kit/ids.ts'
import { StorageFull } from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { openLook } from '#server/storage/look.ts'
import { type Manifest, names, roomHead } from '../backup/format.ts'
import { asSentence, CommandRefused, type ExitCode } from '../refused.ts'
import { countOf, createProgress, durationOf, sizeOf } from '../terminal.ts'
import { verifyHouse } from '../verify/verify-house.ts'
import { houseFolder, type World } from '../world.ts'
import { beginHalf, choosePlace, dropHalf, giveAway, type Place, syncFolder, takePlace } from './place.ts'
import { putIntoBucket } from './put-into-bucket.ts'
import { writeNote } from './restored-note.ts'
import { notOne, unpack } from './unpack.ts'

export type RestoreWish = {
  path: string
  /** Null: where the settings say. */
  into: string | null
  /** What is there gives way. */
  force: boolean
  /** The house is put there though `verify` finds something wrong with it. */
  withFaults: boolean
}

/** A house out of a backup: whole, looked through, and with new epochs, so that nobody mixes two pasts (P-21). */
export async function restoreBackup(world: World, wish: RestoreWish): Promise<ExitCode> {
  const { clock, terminal } = world
  const sinceMs = clock.steadyMs()
  const path = resolve(world.from, wish.path)
  const file = await openArchive(path)
  const folder = wish.into === null ? houseFolder(world) : resolve(world.from, wish.into)
  const database = wish.into === null ? basename(world.config.database.path) : names.database
  let place: Place | null = null
  let half: Half | null = null
  try {
    const mine = choosePlace(folder, wish.force, clock.nowMs())
    place = mine
    await requireSpace(file, mine)
    half = openHalf(world, mine)
    const manifest = await furnish(world, { file, path, half: mine.half, database })
    await requireSound(world, { half: mine.half, database, manifest, withFaults: wish.withFaults })
    if (wish.into === null) await putIntoBucket(world, mine.half)
    giveAway(mine)
    await half.moves(() => takePlace(mine, database))
    report(world, mine, manifest, clock.steadyMs() - sinceMs)
    return 0
  } catch (error) {
    if (error instanceof StorageFull)
      throw new CommandRefused(`The disk of ${folder} is full. Nothing was left behind there.`)
    throw error instanceof Error && 'code' in error ? asSentence(error, folder) : error
  } finally {
    terminal.show('')
    half?.end()
    place?.unlock()
    await file.close()
  }
}

type Half = { moves(work: () => Promise<void>): Promise<void>; end(): void }

/** Its end drops what was not moved to its place, as does a command that is told to stop. */
function openHalf(world: World, place: Place): Half {
  const release = beginHalf(place)
  const forget = world.atStop(() => dropHalf(place))
  let isThere = true
  return {
    async moves(work) {
      forget()
      await work()
      // What has this name from here on is another's.
      isThere = false
    },
    end() {
      forget()
      if (isThere) dropHalf(place)
      release()
    },
  }
}

async function openArchive(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r')
    if ((await file.stat()).isFile()) return file
    await file.close()
  } catch {
    throw new CommandRefused(`There is no backup at ${path}.`, 2)
  }
  throw notOne(path)
}

async function requireSpace(file: FileHandle, { half }: Place): Promise<void> {
  const { size } = await file.stat()
  const { bavail, bsize } = statfsSync(dirname(half))
  if (bavail * bsize >= size) return
  throw new CommandRefused(
    `There is no room for it in ${dirname(half)}: it takes ${sizeOf(size)}, and ${sizeOf(bavail * bsize)} are free.`,
  )
}

type Furnishing = { file: FileHandle; path: string; half: string; database: string }

/** All of it in its place, of the newest schema, and with epochs that nobody knows. */
async function furnish({ clock, terminal, version }: World, { file, path, half, database }: Furnishing) {
  const { size } = await file.stat()
  const progress = createProgress(terminal, clock, sizeOf)
  let done = 0
  const onBytes = (count: number) => {
    done += count
    progress('restore', done, size)
  }
  const manifest = await unpack(file, { path, folder: half, database, onBytes })
  const faults = lookThrough(join(half, database))
  if (faults.length > 0)
    throw new CommandRefused(`The database in ${path} is damaged: ${faults[0]}. Take another backup.`)
  await requireHeads(path, half, database)
  const missing = [...manifest.missing.erased, ...manifest.missing.lost]
  const restoredAt = new Date(clock.nowMs()).toISOString()
  writeNote(half, { made_at: manifest.made_at, restored_at: restoredAt, version, missing })
  await renewEpochs(join(half, database))
  for (const name of [names.about, names.heads, 'teahouse.lock', 'running.json'])
    rmSync(join(half, name), { force: true })
  await syncFolder(half)
  return manifest
}

function lookThrough(path: string): string[] {
  const look = openLook(path)
  try {
    return look.check('quick')
  } finally {
    look.close()
  }
}

/** The logs stand where they stood: an exact beginning of each. */
async function requireHeads(path: string, half: string, database: string): Promise<void> {
  const look = openLook(join(half, database))
  try {
    const lines = readFileSync(join(half, names.heads), 'utf8').split('\n').filter(Boolean)
    for (const line of lines) {
      const { room, epoch, floor, head } = v.parse(roomHead, JSON.parse(line))
      const [row] = await look.sql<{ epoch: string; floor: number; seq: number }[]>`
        select epoch, floor, seq from room_heads where room_id = ${room}`
      if (row?.epoch !== epoch || row.floor !== floor || row.seq !== head)
        throw new CommandRefused(
          `${path} is damaged: the room ${room} does not stand where it should. Take another backup.`,
        )
    }
  } finally {
    look.close()
  }
}

async function renewEpochs(path: string): Promise<void> {
  const database = await openSqlite(path)
  try {
    await database.transaction(async (sql) => {
      const rooms = await sql<{ room_id: string }[]>`select room_id from room_heads order by room_id`
      for (const { room_id } of rooms) await sql`update room_heads set epoch = ${newEpoch()} where room_id = ${room_id}`
    })
    await database.makeDurable()
  } finally {
    await database.close()
  }
}

type Sounding = { half: string; database: string; manifest: Manifest; withFaults: boolean }

async function requireSound(world: World, { half, database, withFaults }: Sounding): Promise<void> {
  const config = { ...world.config, database: { kind: 'sqlite' as const, path: join(half, database) }, files: null }
  // The bytes of all files were looked at on their way here.
  const { faults } = await verifyHouse({ ...world, config }, { quick: true })
  for (const fault of faults) world.terminal.say(fault)
  if (faults.length === 0 || withFaults) return
  throw new CommandRefused(
    `The house in this backup has ${countOf(faults.length, 'fault')}, named above. Take another backup; or restore it as it is with --with-faults.`,
  )
}

function report({ terminal }: World, { folder, before }: Place, manifest: Manifest, tookMs: number): void {
  const { rooms, events, files, missing, made_at } = manifest
  terminal.say(`Restored: ${folder}`)
  terminal.say(
    `As it was at ${made_at}: ${countOf(rooms, 'room')} with ${countOf(events, 'event')}, ${countOf(files.count, 'file')} of ${sizeOf(files.bytes)}, in ${durationOf(tookMs)}.`,
  )
  const gone = missing.erased.length + missing.lost.length
  if (gone > 0)
    terminal.say(
      `${countOf(gone, 'file')} could not be in the backup: messages name them, and show that they are not there.`,
    )
  if (before !== null) terminal.say(`What was there before lies in ${before}.`)
  terminal.say('Every room has a new epoch: pages that have seen later messages start over by themselves.')
}
