import { readFileSync, rmSync, statSync } from 'node:fs'
import { open, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { piecesOf } from '#server/files/index.ts'
import { StorageFull } from '#server/storage/database.ts'
import { type Look, openLook } from '#server/storage/look.ts'
import { noteBackup } from '#server/storage/newest-backup.ts'
import { newestSchema, schemaOf } from '#server/storage/schema.ts'
import { copyDatabase } from '#server/storage/snapshot.ts'
import { lastingDamageOfWal } from '#server/storage/wal-soundness.ts'
import { asSentence, CommandRefused, type ExitCode } from '../refused.ts'
import { TarWriter } from '../tar/tar-writer.ts'
import { countOf, createProgress, durationOf, sizeOf } from '../terminal.ts'
import { houseFolder, storedBytes, type World } from '../world.ts'
import { copyFiles, sumOfFiles } from './copy-files.ts'
import { type About, BACKUP_FORMAT, type Manifest, names, type RoomHeadLine } from './format.ts'
import { chooseTarget, datedName, dropLeftovers, dropParts, giveName, type Target } from './target.ts'

const LOOK_MS = 200

/** The house as it is now, in one file (decision 0037): beside a running server, or while none runs. */
export async function makeBackup(world: World, name: string | null): Promise<ExitCode> {
  const { config, clock, terminal } = world
  const sinceMs = clock.steadyMs()
  const requireSame = sameFile(config.database.path)
  const live = openLook(config.database.path)
  const target = chooseTarget({
    name,
    from: world.from,
    folder: houseFolder(world),
    fallback: datedName(clock.nowMs()),
  })
  dropLeftovers(target)
  const forget = world.atStop(() => dropParts(target))
  try {
    await requireSpace(live, config, target)
    const wal = `${config.database.path}-wal`
    const damage = lastingDamageOfWal(wal)
    await snapshotTo(world, target)
    const { manifest, bytes } = await writeTar(world, target, live)
    requireSame()
    await giveName(target)
    const code = report(world, { path: target.path, manifest, bytes, tookMs: clock.steadyMs() - sinceMs })
    if (!damage) {
      noteBackup(houseFolder(world), { path: target.path, atMs: clock.nowMs() })
      return code
    }
    terminal.say(
      `${wal} is damaged at byte ${damage.atByte}: what was said behind it may be wrong in the backup. Keep the older ones.`,
    )
    return 1
  } catch (error) {
    dropParts(target)
    if (error instanceof StorageFull) throw new CommandRefused(FULL(target.path))
    throw error instanceof CommandRefused ? error : asSentenceOf(error, target)
  } finally {
    terminal.show('')
    forget()
    live.close()
    dropParts(target)
  }
}

/** Refuses where a restore has put another house there since: its key and files do not belong to the database of before. */
function sameFile(path: string): () => void {
  const idOf = () => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return `${stats?.dev} ${stats?.ino}`
  }
  const before = idOf()
  return () => {
    if (idOf() !== before) throw new CommandRefused(`${path} was replaced while it was backed up. Back it up again.`)
  }
}

const FULL = (path: string) => `The disk of ${path} is full. Nothing was left behind there.`

function asSentenceOf(error: unknown, { path }: Target): unknown {
  try {
    return asSentence(error, path)
  } catch {
    return error
  }
}

/** The copy of the database lies beside the backup until it is in it. */
async function requireSpace(live: Look, config: World['config'], { path }: Target): Promise<void> {
  const database = statSync(config.database.path).size
  const needed = 2 * database + (await sumOfFiles(live)).bytes
  const { bavail, bsize } = await statfs(dirname(path))
  if (bavail * bsize >= needed) return
  throw new CommandRefused(
    `There is no room for a backup in ${dirname(path)}: it takes up to ${sizeOf(needed)}, and ${sizeOf(bavail * bsize)} are free.`,
  )
}

async function snapshotTo({ config, clock, terminal }: World, { database }: Target): Promise<void> {
  const progress = createProgress(terminal, clock, sizeOf)
  const of = statSync(config.database.path).size
  const stop = clock.every(LOOK_MS, () => {
    progress('database', statSync(database, { throwIfNoEntry: false })?.size ?? 0, of)
  })
  try {
    await copyDatabase(config.database.path, database)
  } finally {
    stop()
  }
}

async function writeTar(world: World, target: Target, live: Look): Promise<{ manifest: Manifest; bytes: number }> {
  const { config, clock, terminal } = world
  const snapshot = openLook(target.database)
  const file = await open(target.part, 'wx', 0o600)
  try {
    const database = statSync(target.database).size
    const of = database + (await sumOfFiles(snapshot)).bytes
    const progress = createProgress(terminal, clock, sizeOf)
    let done = 0
    const tar = new TarWriter(file, clock.nowMs(), (count) => {
      done += count
      progress('backup', done, of)
    })
    const parts: Manifest['parts'] = []
    const add = async (name: string, bytes: number, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
      const sha256 = await tar.add({ name, bytes, pieces })
      if (sha256 === null) throw new Error(`${name} changed while it was copied`)
      parts.push({ name, bytes, sha256 })
    }
    const addText = (name: string, text: Buffer) => add(name, text.length, [text])

    const about = await aboutOf(snapshot, world)
    await addText(names.about, jsonOf(about))
    await add(names.database, database, piecesOf(target.database))
    const heads = await headsOf(snapshot)
    await addText(names.heads, heads.lines)
    for (const name of [names.secret, names.pushKey]) {
      const kept = readKept(join(dirname(config.database.path), name))
      if (kept) await addText(name, kept)
    }
    const stored = storedBytes(world)
    const { files, missing } = await copyFiles({ snapshot, live, stored, tar }).catch((error: unknown) => {
      if (stored.whyNot() === '') throw error
      throw new CommandRefused(`The bucket of FILES_URL cannot be read: ${stored.whyNot()}`)
    })
    const manifest: Manifest = { ...about, rooms: heads.rooms, events: heads.events, parts, files, missing }
    await tar.add({ name: names.manifest, ...whole(jsonOf(manifest)) })
    return { manifest, bytes: await tar.end() }
  } finally {
    await file.close()
    snapshot.close()
    rmSync(target.database, { force: true })
  }
}

const jsonOf = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
const whole = (text: Buffer) => ({ bytes: text.length, pieces: [text] })

async function aboutOf({ sql }: Look, { version, clock, config }: World): Promise<About> {
  const schema = await schemaOf(sql)
  if (schema === null) throw new CommandRefused(`${config.database.path} is no database of a Teahouse.`, 2)
  if (schema > newestSchema) throw new CommandRefused(`${config.database.path} was written by a newer Teahouse.`, 2)
  return { teahouse: 'backup', format: BACKUP_FORMAT, version, schema, made_at: new Date(clock.nowMs()).toISOString() }
}

/** Where every log stands; a line of less than 100 bytes a room. */
async function headsOf({ sql }: Look): Promise<{ lines: Buffer; rooms: number; events: number }> {
  const heads = await sql<RoomHeadLine[]>`
    select room_id as room, epoch, floor, seq as head from room_heads order by room_id`
  const lines = heads.map(({ room, epoch, floor, head }) => `${JSON.stringify({ room, epoch, floor, head })}\n`)
  const events = heads.reduce((sum, { head, floor }) => sum + head - floor + 1, 0)
  return { lines: Buffer.from(lines.join('')), rooms: heads.length, events }
}

/** Null: a house without it, as one that was never started, or with PUSH=off. */
function readKept(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

type Made = { path: string; manifest: Manifest; bytes: number; tookMs: number }

function report({ terminal }: World, { path, manifest, bytes, tookMs }: Made): ExitCode {
  const { rooms, events, files, missing } = manifest
  terminal.say(`Backup: ${path}`)
  terminal.say(
    `${sizeOf(bytes)} in ${durationOf(tookMs)}: ${countOf(rooms, 'room')} with ${countOf(events, 'event')}, ${countOf(files.count, 'file')} of ${sizeOf(files.bytes)}.`,
  )
  const { erased, lost } = missing
  if (erased.length > 0)
    terminal.say(`${countOf(erased.length, 'file was', 'files were')} erased while it was made, and left out.`)
  if (lost.length === 0) return 0
  terminal.say(
    `${countOf(lost.length, 'file is', 'files are')} lost or damaged where they are kept, and could not be taken along. All else is in the backup. \`npx teahouse verify\` names them.`,
  )
  return 1
}
