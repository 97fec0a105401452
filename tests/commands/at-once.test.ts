import { Database as Handle } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beginHalf, choosePlace } from '#server/commands/restore/place.ts'
import { bringGuest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { sendFiles } from '#tests/kit/send-files.ts'
import { startServer } from '#tests/kit/server.ts'
import { heldAt, type Outcome, outcomeOf, runCommand, startCommand } from './run-command.ts'

setDefaultTimeout(TEST_MS)

let folder: string
const inside = (name: string) => path.join(folder, name)
/** Two houses, each with a room and files of its own. */
const names = ['ada', 'bob'] as const
type Name = (typeof names)[number]
const archives: Record<Name, string> = { ada: '', bob: '' }
const secrets: Record<Name, string> = { ada: '', bob: '' }

const MESSAGES = 5
const filesOf = (name: Name, message: number) =>
  Array.from({ length: 9 }, (_, at) => {
    return { name: `${at}.txt`, bytes: new Uint8Array(Buffer.from(`${name} ${message} ${at} `.repeat(5_000))) }
  })

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'teahouse-at-once-'))
  for (const name of names) {
    await using server = await startServer({ env: { LIMIT_UPLOADS_BURST: '1000' } })
    const guest = await bringGuest(server, { name, room: `house-of-${name}` })
    // Each is a sync: so a restore takes a while in which something can happen.
    for (let message = 0; message < MESSAGES; message++)
      await sendFiles(server.url, guest, filesOf(name, message), 'see')
    guest.leaves()
    archives[name] = inside(`${name}.tar`)
    expect(await runCommand(['backup', archives[name], '--data', server.dataDir])).toMatchObject({ code: 0 })
    secrets[name] = readFileSync(path.join(server.dataDir, 'secret'), 'hex')
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** All that it holds is of one house: its room, its key, and each file that a row names, and no other. */
async function requireOneHouse(of: string): Promise<Name> {
  const handle = new Handle(path.join(of, 'teahouse.sqlite'), { readonly: true })
  const rooms = handle.query<{ name: string }, []>("select name from rooms where name like 'house-of-%'").all()
  const rows = handle.query<{ hash: string }, []>('select hash from blobs order by hash').all()
  handle.close()
  const name = names.find((one) => rooms[0]?.name === `house-of-${one}`)
  if (!name || rooms.length !== 1) throw new Error(`no house, or two: ${JSON.stringify(rooms)}`)
  const kept = readdirSync(path.join(of, 'files'), { recursive: true, encoding: 'utf8' }).map((file) =>
    path.basename(file),
  )
  expect(kept.filter((file) => file.length > 60).sort()).toEqual(rows.map(({ hash }) => hash))
  expect(readFileSync(path.join(of, 'secret'), 'hex')).toBe(secrets[name])
  expect(await runCommand(['verify', '--data', of])).toMatchObject({ code: 0 })
  return name
}

/** What has happened in the first restore when the second one begins. */
const MOMENTS = [1, 3, 6, 12, 24]

test('[P-21] [F-24] two restores into one folder at once: one of them puts its house there, whole, and the other says so and leaves nothing', async () => {
  let together = 0
  for (const moment of MOMENTS) {
    const home = inside(`two-${moment}`)
    const into = path.join(home, 'house')
    mkdirSync(home)
    const first = startCommand(['restore', archives.ada, '--into', into])
    const ends = outcomeOf(first)
    const none = { code: -1, out: '', err: '' }
    const outcomes: Record<Name, Outcome> = { ada: none, bob: none }
    const isHeld = await heldAt(moment, home, first, async () => {
      outcomes.bob = await runCommand(['restore', archives.bob, '--into', into])
    })
    outcomes.ada = await ends
    // Mostly the first one; where it stood still before it had said that it is there, the second.
    const winner = await requireOneHouse(into)
    const loser = names.find((name) => name !== winner)
    expect({ moment, isHeld, ...outcomes[winner] }).toMatchObject({ moment, isHeld: true, code: 0, err: '' })
    expect({ moment, ...(loser && outcomes[loser]) }).toMatchObject({ moment, code: 1, out: '' })
    const { err } = outcomes[loser ?? winner]
    expect(err).toMatch(/ is not empty\. |^Another restore into .+ is under way\. Wait for its end\.\n$/)
    if (winner === 'ada' && err.startsWith('Another')) together++
    expect(readdirSync(home)).toEqual(['house'])
    expect(readdirSync(into)).not.toContain('restore.lock')
  }
  expect(together).toBeGreaterThan(1)
})

test.if(process.getuid?.() === 0)(
  '[P-21] two restores into one disk: the second one does not ask to empty what the first one fills',
  async () => {
    const disk = inside('disk')
    mkdirSync(disk)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk]).status !== 0)
      return console.log('skipped: no tmpfs can be mounted here')
    try {
      const first = startCommand(['restore', archives.ada, '--into', disk])
      const ends = outcomeOf(first)
      const isHeld = await heldAt(4, disk, first, async () => {
        const err = expect.stringContaining(`Another restore into ${disk} is under way`)
        expect(await runCommand(['restore', archives.bob, '--into', disk])).toMatchObject({ code: 1, err })
      })
      expect({ isHeld, ...(await ends) }).toMatchObject({ isHeld: true, code: 0, err: '' })
      expect(await requireOneHouse(disk)).toBe('ada')
      for (const name of ['restoring', 'restore.lock']) expect(readdirSync(disk)).not.toContain(name)
      // Chosen while the disk was empty, begun when a house had come there: that one can still be started.
      spawnSync('umount', [disk])
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk])
      const place = choosePlace(disk, false, 0)
      writeFileSync(path.join(disk, 'teahouse.sqlite'), '')
      expect(() => beginHalf(place)).toThrow('is not empty')
      expect(readdirSync(disk)).toEqual(['teahouse.sqlite'])
    } finally {
      spawnSync('umount', [disk])
    }
  },
)

test('[P-21] restores that begin in the same moment: one house, of one of them', async () => {
  const home = inside('same-moment')
  const into = path.join(home, 'house')
  mkdirSync(home)
  const outcomes = await Promise.all(
    names.flatMap((name) => [name, name]).map((name) => runCommand(['restore', archives[name], '--into', into])),
  )
  expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1, 1, 1])
  for (const { code, err } of outcomes) if (code !== 0) expect(err).toMatch(/is under way|is not empty/)
  await requireOneHouse(into)
  expect(readdirSync(home)).toEqual(['house'])
})

test('[P-21] [F-24] what a restore that was killed has left is in nobody’s way', async () => {
  const home = inside('killed')
  const into = path.join(home, 'house')
  mkdirSync(home)
  const first = startCommand(['restore', archives.ada, '--into', into])
  await heldAt(3, home, first, async () => first.kill('SIGKILL'))
  expect(await outcomeOf(first)).toMatchObject({ code: 137 })
  expect(existsSync(path.join(home, '.house.restoring'))).toBe(true)
  expect(await runCommand(['restore', archives.bob, '--into', into])).toMatchObject({ code: 0, err: '' })
  expect(await requireOneHouse(into)).toBe('bob')
  expect(readdirSync(home)).toEqual(['house'])
})

test('[P-21] a house that is restored while it is backed up: the backup is of one of both, or none', async () => {
  let mixed = 0
  for (const moment of [1, 2, 3, 6]) {
    const home = inside(`replaced-${moment}`)
    const backups = path.join(home, 'backups')
    const house = path.join(home, 'house')
    mkdirSync(backups, { recursive: true })
    expect(await runCommand(['restore', archives.ada, '--into', house])).toMatchObject({ code: 0 })
    const target = path.join(backups, 'house.tar')
    const backup = startCommand(['backup', target, '--data', house])
    const ends = outcomeOf(backup)
    await heldAt(moment, backups, backup, async () => {
      const restored = await runCommand(['restore', archives.bob, '--into', house, '--force'])
      expect(restored).toMatchObject({ code: 0, err: '' })
    })
    const { code, err } = await ends
    if (code === 0) {
      const again = path.join(home, 'again')
      expect(await runCommand(['restore', target, '--into', again])).toMatchObject({ code: 0 })
      await requireOneHouse(again)
    } else {
      mixed++
      expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('was replaced while it was backed up') })
      expect(readdirSync(backups)).toEqual([])
    }
  }
  expect(mixed).toBeGreaterThan(0)
})

test('[P-21] a house that is being replaced is not replaced by another restore, and is kept beside the new one', async () => {
  const home = inside('forced')
  const house = path.join(home, 'house')
  mkdirSync(home)
  expect(await runCommand(['restore', archives.ada, '--into', house])).toMatchObject({ code: 0 })
  const force = ['restore', archives.bob, '--into', house, '--force']
  const first = startCommand(force)
  const ends = outcomeOf(first)
  const isHeld = await heldAt(8, home, first, async () => {
    const { code, err } = await runCommand(force)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/is under way|is in use by another/) })
  })
  expect({ isHeld, ...(await ends) }).toMatchObject({ isHeld: true, code: 0, err: '' })
  expect(await requireOneHouse(house)).toBe('bob')
  const [before = '', ...others] = readdirSync(home).filter((name) => name !== 'house')
  expect([before.startsWith('house.before-'), others]).toEqual([true, []])
  expect(await requireOneHouse(path.join(home, before))).toBe('ada')
})

test('[P-21] backups that get one name in one moment: one has it, and is whole', async () => {
  const home = inside('named')
  const house = path.join(home, 'house')
  const backups = path.join(home, 'backups')
  mkdirSync(backups, { recursive: true })
  expect(await runCommand(['restore', archives.ada, '--into', house])).toMatchObject({ code: 0 })
  const target = path.join(backups, 'house.tar')
  const backUp = () => runCommand(['backup', target, '--data', house])
  const outcomes = await Promise.all([backUp(), backUp(), backUp()])
  expect(outcomes.map(({ code }) => code).toSorted()).toEqual([0, 1, 1])
  for (const { code, err } of outcomes)
    if (code !== 0) expect(err).toContain('Nothing takes the place of another file.')
  expect(readdirSync(backups)).toEqual(['house.tar'])
  const again = path.join(home, 'again')
  expect(await runCommand(['restore', target, '--into', again])).toMatchObject({ code: 0 })
  expect(await requireOneHouse(again)).toBe('ada')
})
