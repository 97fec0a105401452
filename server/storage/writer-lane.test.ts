import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '#server/kit/clock.ts'
import { Refusal, Unsure } from '#server/kit/refusal.ts'
import { failureOf } from '#tests/kit/failure.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { type Database, StorageFull } from './database.ts'
import { openSqlite } from './database-sqlite.ts'
import { WriterLane } from './writer-lane.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function openLane(
  change: (database: Database) => Partial<Database> = () => ({}),
  jobs = 10_000,
  clock: Pick<Clock, 'steadyMs' | 'after'> = systemClock,
) {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-lane-'))
  const real = await openSqlite(join(folder, 'house.sqlite'))
  cleanups.push(
    () => rmSync(folder, { recursive: true }),
    () => real.close(),
  )
  const database: Database = {
    read: real.read,
    transaction: (work) => real.transaction(work),
    remember: (tables) => real.remember(tables),
    savepoint: (work) => real.savepoint(work),
    makeDurable: () => real.makeDurable(),
    close: () => real.close(),
    ...change(real),
  }
  const told: string[][] = []
  const fatal: unknown[] = []
  const full: unknown[] = []
  const lane = new WriterLane<string>({
    database,
    bounds: { jobs, bytes: 1_000_000 },
    clock,
    onDurable: (news) => void told.push([...news]),
    onFull: (error) => void full.push(error),
    onFatal: (error) => void fatal.push(error),
  })
  const insert = (name: string, fails?: Error, leavesInMs?: number) =>
    lane.write(
      async ({ sql, tell }) => {
        await sql`insert into rooms (id, name, name_key, title, created_ms) values (${name}, ${name}, ${name}, ${name}, 1)`
        tell(name)
        if (fails) throw fails
        return name
      },
      { leavesInMs },
    )
  const stored = async () =>
    (await real.read<{ id: string }[]>`select id from rooms order by rowid`).map((row) => row.id)
  return { lane, insert, stored, told, fatal, full, real }
}

/** What the lane waits for company, in ms. */
function countWaits(clock: FakeClock): number[] {
  const waits: number[] = []
  const { after } = clock
  clock.after = (ms, run) => {
    waits.push(ms)
    return after.call(clock, ms, run)
  }
  return waits
}

test('[HOUSE-3] what waits while the disk works shares the next commit, in order', async () => {
  let commits = 0
  const { insert, told, stored } = await openLane((real) => ({
    makeDurable: () => {
      commits++
      return real.makeDurable()
    },
  }))
  const names = Array.from({ length: 50 }, (_, at) => `room-${at}`)
  expect(await Promise.all(names.map((name) => insert(name)))).toEqual(names)
  expect(await stored()).toEqual(names)
  expect(told.flat()).toEqual(names)
  expect(commits).toBeLessThan(3)
})

test('[HOUSE-3] [PERF-2] while several write at once, a commit waits until 8 ms after the last one began for more to come; who writes alone never waits', async () => {
  const clock = new FakeClock()
  const waits = countWaits(clock)
  const { insert, told } = await openLane(undefined, undefined, clock)
  await insert('alone')
  await insert('alone again')
  await Promise.all([insert('a'), insert('b')])
  expect(waits).toEqual([])

  clock.move(0.5)
  const [c, d] = [insert('c'), insert('d')]
  expect(waits).toEqual([7.5])
  clock.move(7.5)
  await Promise.all([c, d])
  expect(told.map((news) => news.length)).toEqual([1, 1, 2, 2])
  // The disk took longer than that: nobody waits any more.
  clock.move(8)
  await insert('e')
  await insert('f')
  expect(waits).toHaveLength(1)
})

test('[HOUSE-3] [PERF-7] sixteen are company enough: their commit waits for nobody, and its timer makes no other', async () => {
  const clock = new FakeClock()
  const waits = countWaits(clock)
  const { insert, told } = await openLane(undefined, undefined, clock)
  await Promise.all([insert('a'), insert('b')])
  const sixteen = Array.from({ length: 16 }, (_, at) => insert(`c${at}`))
  expect(waits).toEqual([8])
  await Promise.all(sixteen)
  expect(told.map((news) => news.length)).toEqual([2, 16])

  // Those that came during the commit are enough by themselves, too.
  const many = Array.from({ length: 40 }, (_, at) => insert(`d${at}`))
  await Promise.all(many)
  clock.move(8)
  await insert('alone')
  expect(told.flat()).toHaveLength(59)
  expect(told.every((news) => news.length > 0)).toBe(true)
})

test('[HOUSE-3] [PERF-2] what is told in frames that leave later is committed for the soonest of them, and no sooner for its own sake', async () => {
  const clock = new FakeClock()
  const waits = countWaits(clock)
  const { insert, told } = await openLane(undefined, undefined, clock)
  await Promise.all([insert('a'), insert('b')])
  clock.move(1)
  // 2 ms are left for a late timer; this clock stands still, so that a commit takes no time.
  const later = Array.from({ length: 40 }, (_, at) => insert(`c${at}`, undefined, 35))
  expect(waits).toEqual([33])
  clock.move(20)
  const sooner = insert('d', undefined, 5)
  expect(waits).toEqual([33, 3])
  clock.move(3)
  await Promise.all([...later, sooner])
  expect(told.map((news) => news.length)).toEqual([2, 41])

  // Whoever cannot wait takes all along, 8 ms after the last commit began.
  clock.move(4)
  const [e, f] = [insert('e', undefined, 40), insert('f')]
  expect(waits.slice(2)).toEqual([38, 4])
  clock.move(4)
  await Promise.all([e, f])
  expect(told.map((news) => news.length)).toEqual([2, 41, 2])
})

test('[P-3] [PERF-2] a frame that is far off holds nobody’s answer for longer than 50 ms, and who writes alone is answered at once', async () => {
  const clock = new FakeClock()
  const waits = countWaits(clock)
  const { insert } = await openLane(undefined, undefined, clock)
  await insert('alone', undefined, 350)
  expect(waits).toEqual([])
  await Promise.all([insert('a'), insert('b')])
  const [c, d] = [insert('c', undefined, 350), insert('d', undefined, 350)]
  expect(waits).toEqual([50])
  clock.move(50)
  await Promise.all([c, d])
})

test('[HOUSE-3] a write that throws is undone alone; the others of its commit are stored', async () => {
  const { insert, stored, told } = await openLane()
  const oops = new Error('oops')
  const results = await Promise.allSettled([insert('a'), insert('b', oops), insert('c')])
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: oops })
  expect(await stored()).toEqual(['a', 'c'])
  expect(told.flat()).toEqual(['a', 'c'])
})

test('[P-3] nobody hears of a write, its author included, before it is durable', async () => {
  const order: string[] = []
  let letSync = () => {}
  const { insert, told } = await openLane((real) => ({
    makeDurable: async () => {
      order.push('sync begins')
      await new Promise<void>((resolve) => (letSync = resolve))
      await real.makeDurable()
      order.push('sync ends')
    },
  }))
  const answer = insert('a').then(() => order.push('answer'))
  while (order.length === 0) await new Promise<void>((resolve) => setImmediate(resolve))
  expect(told).toEqual([])
  letSync()
  await answer
  expect(order).toEqual(['sync begins', 'sync ends', 'answer'])
  expect(told).toEqual([['a']])
})

test('[P-16] a failed sync is fatal: no ok, no news, nothing written any more', async () => {
  const { insert, told, fatal } = await openLane(() => ({ makeDurable: () => Promise.reject(new Error('EIO')) }))
  expect(await failureOf(insert('a'))).toBeInstanceOf(Unsure)
  expect(await failureOf(insert('b'))).toBeInstanceOf(Unsure)
  expect(fatal).toHaveLength(1)
  expect(told).toEqual([])
})

test('[P-16] a full disk refuses with storage_full, and writing goes on when there is space', async () => {
  let isFull = true
  const { insert, stored, full } = await openLane((real) => ({
    transaction: (work) => (isFull ? Promise.reject(new StorageFull({ cause: 'test' })) : real.transaction(work)),
  }))
  expect(await failureOf(insert('a'))).toMatchObject({ code: 'storage_full' })
  expect(full).toHaveLength(1)
  isFull = false
  await insert('b')
  expect(await stored()).toEqual(['b'])
})

test('[P-14] a full queue says busy and stores nothing of what it refused', async () => {
  const { insert, stored } = await openLane(undefined, 3)
  const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => insert(name)))
  expect(results[3]).toMatchObject({ reason: { code: 'busy', detail: { retry_after_ms: 1_000 } } })
  expect(await stored()).toEqual(['a', 'b', 'c'])
})

test('[P-17] closing settles what was accepted and refuses what comes after', async () => {
  const { lane, insert, stored } = await openLane()
  const before = insert('a')
  const closed = lane.close()
  expect(await failureOf(insert('b'))).toBeInstanceOf(Refusal)
  await closed
  expect(await before).toBe('a')
  expect(await stored()).toEqual(['a'])
})

test('[F-29] a second opening of the same folder is refused and names the first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-lock-'))
  const first = await openSqlite(join(folder, 'house.sqlite'))
  expect(String(await failureOf(openSqlite(join(folder, 'house.sqlite'))))).toContain(`process ${process.pid}`)
  await first.close()
  await (await openSqlite(join(folder, 'house.sqlite'))).close()
  rmSync(folder, { recursive: true })
})

test('[F-5] [F-29] a lock that cannot be taken for another reason is told as that, and names no other process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-lock-'))
  writeFileSync(join(folder, 'teahouse.lock'), 'no database, and 100 bytes of it. '.repeat(3))
  const says = String(await failureOf(openSqlite(join(folder, 'house.sqlite'))))
  expect(says).toContain('cannot be used (SQLITE_NOTADB)')
  expect(says).not.toContain('in use by another')
  rmSync(folder, { recursive: true })
})

test('[HOUSE-13] [HOUSE-3] dear writes are divided among commits: all are stored, in order, and each answered after its own', async () => {
  let nowMs = 0
  const open = (real: Database): Partial<Database> => ({ makeDurable: () => real.makeDurable() })
  // Each look at the clock is 2 ms later: as if a write took so long.
  const { lane, insert, told, stored } = await openLane(open, 10_000, { ...systemClock, steadyMs: () => (nowMs += 2) })
  const names = Array.from({ length: 30 }, (_, at) => `dear-${String(at).padStart(2, '0')}`)
  const answered: string[] = []
  const failing = names[7] ?? ''
  const writes = names.map((name) =>
    insert(name, ...(name === failing ? [new Error('no')] : [])).then(
      () => void answered.push(name),
      () => void answered.push(name),
    ),
  )
  await Promise.all(writes)
  const kept = names.filter((name) => name !== failing)
  expect(told.length).toBeGreaterThan(3)
  expect(told.every((commit) => commit.length <= 8)).toBe(true)
  expect(told.flat()).toEqual(kept)
  expect(answered).toEqual(names)
  expect(await stored()).toEqual(kept)
  expect(lane.waiting).toBe(0)
})
