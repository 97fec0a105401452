import { Database as Handle } from 'bun:sqlite'
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { verifyHouse } from '#server/commands/verify/verify-house.ts'
import { systemClock } from '#server/kit/clock.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { newestSchema } from '#server/storage/migrate.ts'
import { SEED } from '#tests/kit/chance.ts'
import { bringGuest } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { makeOlderHouse, OLD_ROOM } from './older-house.ts'
import { runCommand } from './run-command.ts'

setDefaultTimeout(process.env['FAULTS_FULL'] ? 3_600_000 : TEST_MS)

const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-upgrade-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const schemas = Array.from({ length: newestSchema }, (_, at) => at + 1)
/** Each of these changes what is on the disk, or makes it last. */
const CALLS = 'pwrite64,fsync,fdatasync,ftruncate,unlink'
const hasStrace = spawnSync('strace', ['-V']).status === 0
/** Kills of each schema; all there are behind FAULTS_FULL. */
const KILLS = process.env['FAULTS_FULL'] ? Number.POSITIVE_INFINITY : 1
const AT_ONCE = 3

let houses = 0
function olderHouse(schema: number): string {
  const house = path.join(folder, `${++houses}`)
  makeOlderHouse(house, schema)
  return house
}

const databaseOf = (house: string): string => path.join(house, 'teahouse.sqlite')

/** Upgrades under strace; `killAt`: it ends with the call of that number. How many calls there were. */
async function upgrade(house: string, killAt: number | null): Promise<{ calls: number; killed: boolean }> {
  const notes = `${house}.strace`
  const inject = killAt === null ? [] : ['-e', `inject=${CALLS}:signal=SIGKILL:when=${killAt}`]
  const child = Bun.spawn(
    [
      'strace',
      '-f',
      '-o',
      notes,
      '-e',
      `trace=${CALLS}`,
      ...inject,
      process.execPath,
      path.join(import.meta.dir, 'upgrade-child.ts'),
      databaseOf(house),
    ],
    { stdout: 'ignore', stderr: 'ignore', stdin: 'ignore' },
  )
  const code = await child.exited
  const lines = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n') : []
  // `when` counts for each thread; the one that does it all has most of them.
  const byThread = Map.groupBy(
    lines.filter((line) => line.includes('(')),
    (line) => line.split(' ')[0],
  )
  const calls = Math.max(0, ...[...byThread.values()].map(({ length }) => length))
  return { calls, killed: code !== 0 }
}

/** What is wrong with it after the next start. */
async function afterNextStart(house: string): Promise<{ faults: string[]; schema: number; events: number }> {
  const database = await openSqlite(databaseOf(house))
  await database.close()
  const config = { database: { kind: 'sqlite' as const, path: databaseOf(house) }, files: null, dataDir: house }
  const terminal = { say() {}, show() {} }
  const world = {
    config,
    version: '0',
    language: 'en' as const,
    from: house,
    clock: systemClock,
    terminal,
    atStop: () => () => {},
  }
  const { faults } = await verifyHouse(world, { quick: false })
  const handle = new Handle(databaseOf(house), { readonly: true })
  const schema = handle.query<{ id: number }, []>('select max(id) as id from migrations').get()?.id ?? 0
  const events = handle.query<{ count: number }, []>('select count(*) as count from events').get()?.count ?? 0
  handle.close()
  return { faults, schema, events }
}

const sound = (schema: number) => ({ faults: [], schema: newestSchema, events: schema < 2 ? 300 : 304 })

test('[P-20] a house of every schema there was is upgraded, and sound', async () => {
  for (const schema of schemas) expect(await afterNextStart(olderHouse(schema))).toEqual(sound(schema))
})

test.if(hasStrace)(
  '[P-20] [F-24] kill -9 at any write or sync of an upgrade: the next start goes on, and all is sound',
  async () => {
    let killed = 0
    let chance = SEED
    const points: { schema: number; killAt: number }[] = []
    const counted = await upgrade(olderHouse(1), null)
    for (const schema of schemas.slice(0, -1)) {
      // From schema n on there is less and less to do: what is left is counted from the whole way.
      const { calls } = KILLS < counted.calls ? counted : await upgrade(olderHouse(schema), null)
      for (let at = 0; at < Math.min(KILLS, calls); at++) {
        chance = (chance * 48_271) % 2_147_483_647
        points.push({ schema, killAt: KILLS < calls ? 1 + (chance % calls) : at + 1 })
      }
    }
    const waiting = [...points]
    const work = async () => {
      for (let point = waiting.pop(); point; point = waiting.pop()) {
        const house = olderHouse(point.schema)
        if ((await upgrade(house, point.killAt)).killed) killed++
        expect({ ...point, ...(await afterNextStart(house)) }).toEqual({ ...point, ...sound(point.schema) })
        rmSync(house, { recursive: true, force: true })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    console.log(`killed ${killed} of ${points.length} upgrades, of ${counted.calls} calls from the first schema`)
    expect(killed).toBeGreaterThan(0)
  },
)

test('[P-20] the server starts on the first schema, and what was said then is read; its backup can be restored by this version', async () => {
  const house = olderHouse(1)
  const old = path.join(folder, 'old.tar')
  expect(await runCommand(['backup', old, '--data', house])).toMatchObject({ code: 0 })
  const restored = path.join(folder, 'restored')
  expect(await runCommand(['restore', old, '--into', restored])).toMatchObject({ code: 0 })
  await using server = await startServer({ dataDir: restored })
  const guest = await bringGuest(server, { name: 'New', room: 'tea' })
  const { lines } = await guest.client.call('room.history', { room: OLD_ROOM, limit: 500 })
  expect(lines.map(({ body }) => body).slice(0, 2)).toEqual(['old words 0 茶馆', 'old words 1 茶馆'])
  expect(lines).toHaveLength(300)
  guest.leaves()
  await server.stop()
  expect(await runCommand(['verify', '--data', restored])).toMatchObject({ code: 0 })
})
