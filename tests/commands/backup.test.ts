import { Database as Handle } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Snapshot } from '#sdk/index.ts'
import { copyFiles } from '#server/commands/backup/copy-files.ts'
import { CommandRefused } from '#server/commands/index.ts'
import { unpack } from '#server/commands/restore/unpack.ts'
import { TarWriter } from '#server/commands/tar/tar-writer.ts'
import { openStoredBytes } from '#server/files/index.ts'
import { systemClock } from '#server/kit/clock.ts'
import { openLook } from '#server/storage/look.ts'
import { restoreWords } from '#server/storage/newest-backup.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { liveIn } from './lived-in.ts'
import { killedAt, runCommand, startCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let people: Awaited<ReturnType<typeof liveIn>>
let folder: string
/** The house as it was when Ada and Bob had lived in it, and a little while they went on. */
let archive: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-backup-'))
  server = await startServer()
  people = await liveIn(server)
  archive = path.join(folder, 'house.tar')
  const talk = people.bob.tells(Array.from({ length: 400 }, (_, at) => `beside the backup ${at}`))
  const { code, out, err } = await runCommand(['backup', archive, '--data', server.dataDir])
  await talk
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toStartWith(`Backup: ${archive}\n`)
})
afterAll(async () => {
  people.ada.leaves()
  people.bob.leaves()
  await server.dispose()
  rmSync(folder, { recursive: true, force: true })
})

type Row = { room_id: string; seq: number; wire: string }
type Head = { room_id: string; epoch: string; floor: number; seq: number }

function readHouse(of: string): { events: Row[]; heads: Head[] } {
  const handle = new Handle(path.join(of, 'teahouse.sqlite'), { readonly: true })
  const events = handle.query<Row, []>('select room_id, seq, wire from events order by room_id, seq').all()
  const heads = handle.query<Head, []>('select room_id, epoch, floor, seq from room_heads order by room_id').all()
  handle.close()
  return { events, heads }
}

const inside = (name: string) => path.join(folder, name)
const bytesOf = (name: string) => readFileSync(path.join(server.dataDir, name))

test('[P-21] what is restored is an exact beginning of every log, with new epochs, files and keys, and sound', async () => {
  const into = inside('exact')
  const { code, out } = await runCommand(['restore', archive, '--into', into])
  expect({ code, said: out.split('\n')[0] }).toEqual({ code: 0, said: `Restored: ${into}` })
  const [then, now] = [readHouse(into), readHouse(server.dataDir)]
  for (const { room_id, seq, epoch, floor } of then.heads) {
    const of = (rows: readonly Row[]) => rows.filter((row) => row.room_id === room_id)
    expect(of(then.events)).toEqual(of(now.events).slice(0, seq))
    const live = now.heads.find((head) => head.room_id === room_id)
    expect({ floor, isNew: epoch !== live?.epoch }).toEqual({ floor: live?.floor ?? 0, isNew: true })
    expect(epoch).toMatch(/^[0-9a-z]{12}$/)
  }
  expect(then.events.length).toBeGreaterThanOrEqual(people.head)
  for (const name of ['secret', 'push-key']) expect(readFileSync(path.join(into, name))).toEqual(bytesOf(name))
  expect(statSync(path.join(into, 'secret')).mode & 0o777).toBe(0o600)
  expect(await runCommand(['verify', '--data', into])).toMatchObject({ code: 0 })
  // It can be unpacked by hand, too.
  const list = spawnSync('tar', ['tf', archive], { encoding: 'utf8' })
  expect(list.status).toBe(0)
  expect(list.stdout.split('\n')).toContain('teahouse.sqlite')
})

test('[P-21] [F-18] who holds later numbers is told that the log went back, mixes nothing, and loses nothing unsent', async () => {
  await using other = await startServer()
  const { ada, bob, room } = await liveIn(other)
  const early = inside('early.tar')
  // She looks at the room all the time: what is on her screen is what could be mixed.
  const screen = look(ada)
  await ada.says('last words of the backup')
  expect(await runCommand(['backup', early, '--data', other.dataDir])).toMatchObject({ code: 0 })
  expect(restoreWords(path.join(other.dataDir, 'teahouse.sqlite'))).toBe(`Restore the newest backup, ${early}`)
  await ada.tells(['lost one', 'lost two', 'lost three'])
  await other.stop()
  const unsent = ada.room.post('written while the house was restored')
  const restored = await runCommand(['restore', early, '--force'], { env: { DATA_DIR: other.dataDir } })
  expect(restored).toMatchObject({ code: 0 })
  expect(restored.out).toContain(`What was there before lies in ${other.dataDir}.before-`)
  await other.start()
  const { why, asOf, lines } = await screen.reset
  expect(why).toBe('epoch')
  const bodies = lines.map((line) => line.body ?? '')
  expect(bodies).toContain('last words of the backup')
  expect(bodies.some((body) => body.startsWith('lost'))).toBe(false)
  await screen.has(unsent)
  // As the log has it: once, behind what was restored, and nobody had to enter anew.
  const { lines: all } = await ada.client.call('room.history', { room, limit: 100 })
  expect(all.filter(({ cid }) => cid === unsent)).toHaveLength(1)
  expect(all.at(-1)).toMatchObject({ seq: asOf + 1, body: 'written while the house was restored' })
  expect(all.at(-1)?.by.name).toBe('Ada')
  ada.leaves()
  bob.leaves()
  const [before = ''] = readdirSync(path.dirname(other.dataDir)).filter((name) =>
    name.startsWith(`${path.basename(other.dataDir)}.before-`),
  )
  const kept = path.join(path.dirname(other.dataDir), before)
  expect(readHouse(kept).events.some(({ wire }) => wire.includes('lost three'))).toBe(true)
  rmSync(kept, { recursive: true })
})

/** Somebody who looks at a room all the time: one reader, as a page is. */
function look({ room }: Guest): { reset: Promise<Snapshot>; has(cid: string): Promise<void> } {
  const reset = Promise.withResolvers<Snapshot>()
  const seen = new Set<string>()
  let wake = () => {}
  room.listen({
    snapshot: (one) => one.why !== undefined && reset.resolve(one),
    events(events) {
      for (const { cid } of events) seen.add(cid)
      wake()
    },
  })
  return {
    reset: reset.promise,
    has: (cid) =>
      new Promise((resolve) => {
        wake = () => seen.has(cid) && resolve()
        wake()
      }),
  }
}

test('what is asked wrongly, or would overwrite something, is refused with a sentence and leaves nothing', async () => {
  const before = readdirSync(folder).sort()
  const refused = async (words: string[], code: number, says: string) => {
    expect({ words, ...(await runCommand(words)) }).toEqual({
      words,
      code,
      out: '',
      err: expect.stringContaining(says),
    })
  }
  const { dataDir } = server
  await refused(['backup', archive, '--data', dataDir], 1, 'is there already. Nothing takes the place of another file.')
  await refused(['backup', path.join(dataDir, 'x.tar'), '--data', dataDir], 2, 'would lie in the data folder itself')
  await refused(['backup', '/nowhere/x.tar', '--data', dataDir], 2, 'There is no folder /nowhere.')
  await refused(['backup', '--data', inside('none')], 1, 'There is no database at ')
  await refused(['backup', '--date', dataDir], 2, 'backup does not know --date.')
  await refused(['restore', inside('none.tar'), '--into', inside('x')], 2, 'There is no backup at ')
  await refused(['restore', archive, '--into', dataDir], 1, 'is in use by another Teahouse')
  await refused(['restore', archive, '--into', folder], 1, 'is not empty. Give another folder with --into, or --force')
  await refused(['restore'], 2, 'restore wants the file of a backup.')
  await refused(['restore', path.join(dataDir, 'teahouse.sqlite'), '--into', inside('x')], 1, 'is damaged')
  await refused(['brew'], 2, 'teahouse does not know "brew".')
  expect(
    readdirSync(folder)
      .sort()
      .filter((name) => name !== 'exact'),
  ).toEqual(before.filter((name) => name !== 'exact'))
})

test('[P-21] [F-24] where a restore was cut short between two names, no empty house takes the place', async () => {
  const dataDir = inside('between')
  mkdirSync(inside('.between.restoring'))
  const start = startServer({ dataDir })
  await expect(start).rejects.toThrow('a restore was cut short')
  expect(existsSync(dataDir)).toBe(false)
  expect(await runCommand(['restore', archive, '--into', dataDir])).toMatchObject({ code: 0 })
  await using server = await startServer({ dataDir })
  expect(server.url).toStartWith('http')
})

test('[F-7] [T-76] a backup that was cut or has turned anywhere is refused, and no house comes of it', async () => {
  const whole = readFileSync(archive)
  const into = inside('never')
  const damaged = inside('damaged.tar')
  const ways: [string, Buffer][] = [
    ...[0, 100, 512, 5_000, 0.5, 0.9].map((at): [string, Buffer] => [
      `cut at ${at}`,
      whole.subarray(0, at < 1 ? whole.length * at : at),
    ]),
    ['cut before its end', whole.subarray(0, whole.length - 1_024)],
    ['its first file twice', Buffer.concat([whole.subarray(0, 1_024), whole])],
    ...[0.1, 0.4, 0.7, 0.98].map((at): [string, Buffer] => [
      `turned at ${at}`,
      turned(whole, Math.floor(whole.length * at)),
    ]),
  ]
  const outcomes: string[] = []
  for (const [way, bytes] of ways) {
    writeFileSync(damaged, bytes)
    outcomes.push(`${way}: ${await unpacked(damaged)}`)
  }
  expect(outcomes).toEqual(ways.map(([way]) => `${way}: refused`))
  // The last one, as a person sees it.
  expect(await runCommand(['restore', damaged, '--into', into])).toMatchObject({
    code: 1,
    err: expect.stringContaining('is damaged'),
  })
  expect([existsSync(into), readdirSync(folder).filter((name) => name.endsWith('.restoring'))]).toEqual([false, []])
})

async function unpacked(name: string): Promise<string> {
  const into = inside('unpacked')
  mkdirSync(into)
  const file = await open(name, 'r')
  try {
    await unpack(file, { path: name, folder: into, database: 'teahouse.sqlite', onBytes() {} })
    return 'taken'
  } catch (error) {
    return error instanceof CommandRefused ? 'refused' : String(error)
  } finally {
    await file.close()
    rmSync(into, { recursive: true })
  }
}

function turned(whole: Buffer, at: number): Buffer {
  const bytes = Buffer.from(whole)
  bytes[at] = (bytes[at] ?? 0) ^ 0xff
  return bytes
}

/** What has happened until the kill: files that begin, grow, get their names. */
const KILLS = [0, 1, 3, 8, 24, 64]

test('[F-24] killed at any point, a backup leaves nothing that looks like one, and a restore no house or a whole one', async () => {
  const [backups, restores] = [inside('killed-backups'), inside('killed-restores')]
  for (const place of [backups, restores]) mkdirSync(place)
  let [wholeBackups, wholeRestores] = [0, 0]
  for (const at of KILLS) {
    const target = path.join(backups, `${at}.tar`)
    const house = path.join(restores, `${at}`)
    await Promise.all([
      killedAt(at, backups, startCommand(['backup', target, '--data', server.dataDir])),
      killedAt(at, restores, startCommand(['restore', archive, '--into', house])),
    ])
    if (existsSync(target)) {
      wholeBackups++
      expect(await runCommand(['restore', target, '--into', inside(`whole-${at}`)])).toMatchObject({ code: 0 })
    }
    if (!existsSync(house)) continue
    wholeRestores++
    expect(await runCommand(['verify', '--data', house])).toMatchObject({ code: 0 })
  }
  console.log(`of ${KILLS.length} that were killed ${wholeBackups} backups and ${wholeRestores} restores were whole`)
  for (const whole of [wholeBackups, wholeRestores]) expect(whole).toBeLessThan(KILLS.length)
  // The next one of the same name clears away what is left.
  const target = path.join(backups, '1.tar')
  rmSync(target, { force: true })
  await runCommand(['backup', target, '--data', server.dataDir])
  expect(readdirSync(backups).filter((name) => name.startsWith('1.tar'))).toEqual(['1.tar'])
})

test('[P-19] a file that the store has lost is told, all else is kept, and a house without it is not called wrong', async () => {
  const house = inside('lossy')
  await runCommand(['restore', archive, '--into', house])
  const shelf =
    readdirSync(path.join(house, 'files')).find((name) => readdirSync(path.join(house, 'files', name)).length > 0) ?? ''
  rmSync(path.join(house, 'files', shelf), { recursive: true })
  const target = inside('lossy.tar')
  const backup = await runCommand(['backup', target, '--data', house])
  expect(backup).toMatchObject({ code: 1 })
  expect(backup.out).toContain('could not be taken along. All else is in the backup.')
  const again = inside('lossy-again')
  expect(await runCommand(['restore', target, '--into', again])).toMatchObject({ code: 0 })
  const { code, out } = await runCommand(['verify', '--data', again])
  expect({ code, told: out.includes('could not be in the backup from which this was restored.') }).toEqual({
    code: 0,
    told: true,
  })
})

test('[P-21] a file that was erased between the database and its bytes is left out on purpose, and not called lost', async () => {
  const house = inside('erased')
  await runCommand(['restore', archive, '--into', house])
  cpSync(path.join(house, 'teahouse.sqlite'), inside('moment.sqlite'))
  const live = new Handle(path.join(house, 'teahouse.sqlite'))
  const [gone, kept] = live.query<{ hash: string }, []>('select hash from blobs order by hash').all()
  // As the server does: the row, then the bytes.
  live.run('delete from blobs where hash = ?', [gone?.hash ?? ''])
  live.close()
  const stored = openStoredBytes({ place: null, folder: path.join(house, 'files'), clock: systemClock, onTrouble() {} })
  rmSync(path.join(house, 'files', gone?.hash.slice(0, 2) ?? '', gone?.hash ?? ''))
  const looks = [openLook(inside('moment.sqlite')), openLook(path.join(house, 'teahouse.sqlite'))] as const
  const file = await open(inside('erased.tar'), 'w+')
  const tar = new TarWriter(file, 1)
  const copied = await copyFiles({ snapshot: looks[0], live: looks[1], stored, tar })
  for (const look of looks) look.close()
  await file.close()
  expect(copied.missing).toEqual({ erased: [gone?.hash ?? ''], lost: [] })
  expect(copied.files.count).toBe(kept ? 1 : 0)
})

test('[P-21] [F-3] a file with a place that the disk cannot read is lost, and all else is in the backup', async () => {
  const snapshot = openLook(path.join(server.dataDir, 'teahouse.sqlite'))
  const [bad] = await snapshot.sql<{ hash: string }[]>`select hash from blobs order by hash limit 1`
  const whole = openStoredBytes({
    place: null,
    folder: path.join(server.dataDir, 'files'),
    clock: systemClock,
    onTrouble() {},
  })
  const [all] = await snapshot.sql<{ count: number }[]>`select count(*) as count from blobs`
  async function* broken() {
    yield new Uint8Array(1)
    throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
  }
  const read = async (hash: string) => (hash === bad?.hash ? { bytes: 9, pieces: broken() } : whole.read(hash))
  const file = await open(inside('bad-place.tar'), 'w+')
  const tar = new TarWriter(file, 1)
  const copied = await copyFiles({ snapshot, live: snapshot, stored: { ...whole, read }, tar })
  snapshot.close()
  await file.close()
  expect(copied.missing).toEqual({ erased: [], lost: [bad?.hash ?? ''] })
  expect(copied.files.count).toBe((all?.count ?? 0) - 1)
})

const isRoot = process.getuid?.() === 0
test.if(isRoot)('[P-21] what root restores, or would import, for another user is that user’s', async () => {
  const [uid, gid] = [12_345, 12_346]
  const into = inside('of-another')
  mkdirSync(into)
  chownSync(into, uid, gid)
  expect(await runCommand(['restore', archive, '--into', into])).toMatchObject({ code: 0 })
  const names = ['.', ...readdirSync(into, { recursive: true, encoding: 'utf8' })]
  expect(names.length).toBeGreaterThan(4)
  for (const name of names) expect([name, statSync(path.join(into, name)).uid]).toEqual([name, uid])
  const room = inside('lobby.zip')
  expect(await runCommand(['export', 'lobby', room, '--data', server.dataDir])).toMatchObject({ code: 0 })
  const err = expect.stringContaining(`${into} belongs to the user ${uid}: import as that user`)
  expect(await runCommand(['import', room, '--data', into])).toMatchObject({ code: 2, err })
})

test.if(isRoot)('[P-21] a folder that the system holds in its place is left as it is, in a sentence', async () => {
  const held = inside('held')
  mkdirSync(held)
  writeFileSync(path.join(held, 'kept'), '')
  // Of the same disk, so that only the renaming tells.
  if (spawnSync('mount', ['--bind', held, held]).status !== 0)
    return console.log('skipped: nothing can be mounted here')
  try {
    const err = expect.stringContaining(`${held} cannot be replaced (EBUSY): restore into another folder.`)
    expect(await runCommand(['restore', archive, '--into', held, '--force'])).toMatchObject({ code: 1, err })
    expect(readdirSync(held)).toEqual(['kept'])
    expect(existsSync(inside('.held.restoring'))).toBe(false)
  } finally {
    spawnSync('umount', [held])
  }
})

test.if(isRoot)('[F-4] a disk that gets full is told in a sentence, and is as it was', async () => {
  const disk = inside('disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', disk])
  if (mounted.status !== 0) return console.log('skipped: no tmpfs can be mounted here')
  try {
    expect(await runCommand(['backup', disk, '--data', server.dataDir])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/There is no room|is full/),
    })
    expect(readdirSync(disk)).toEqual([])
    const restored = await runCommand(['restore', archive, '--into', path.join(disk, 'house')])
    expect(restored.code).toBe(1)
    expect(restored.err).toMatch(/no room|is full/)
    expect(readdirSync(disk)).toEqual([])
    // A volume of a container: what counts is how much is free in it, not beside it.
    const volume = await runCommand(['restore', archive, '--into', disk])
    expect(volume).toMatchObject({ code: 1, err: expect.stringContaining(`There is no room for it in ${disk}:`) })
    expect(readdirSync(disk)).toEqual([])
  } finally {
    spawnSync('umount', [disk])
  }
})
