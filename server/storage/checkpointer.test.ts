import { Database as Handle } from 'bun:sqlite'
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#server/kit/clock.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { Checkpointer } from './checkpointer.ts'
import { openSqlite } from './database-sqlite.ts'
import { CALM_WAL_BYTES, MOST_WAL_BYTES } from './wal-space.ts'

// What is copied takes its time on a machine that has other things to do.
setDefaultTimeout(TEST_MS)

const folder = mkdtempSync(join(tmpdir(), 'teahouse-checkpoint-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('[P-14] a reader that stays (a backup) does not hold up the lane: a restart gives up soon, what waits is patient', async () => {
  const path = join(folder, 'house.sqlite')
  const database = await openSqlite(path)
  const reader = new Handle(path, { readonly: true })
  reader.run('begin')
  reader.query('select count(*) from rooms').get()
  await database.transaction(async (sql) => {
    await sql`insert into rooms (id, name, name_key, title, created_ms) values ('r', 'r', 'r', 'r', 1)`
  })
  const checkpointer = new Checkpointer(path)
  const took = async (mode: 'restart' | 'truncate') => {
    const sinceMs = performance.now()
    await checkpointer.run(mode)
    return performance.now() - sinceMs
  }
  await checkpointer.run('passive')
  // The control in the same run: how long one that may wait does wait for this reader.
  const patient = await took('truncate')
  expect(await took('restart')).toBeLessThan(patient / 2)
  reader.run('commit')
  reader.close()
  await checkpointer.close()
  await database.close()
})

test('[P-29] a WAL begins anew in the worker, with its head: the loop, which would have to sync it, finds it begun', async () => {
  const path = join(folder, 'anew.sqlite')
  const database = await openSqlite(path)
  await database.transaction(async (sql) => void (await sql`insert into house (owner_id, claimed_ms) values ('p', 1)`))
  const salts = () => readFileSync(`${path}-wal`).subarray(16, 24).toString('hex')
  const before = salts()
  const checkpointer = new Checkpointer(path)
  await checkpointer.run('passive')
  expect(salts()).toBe(before)
  await checkpointer.run('restart')
  expect(salts()).not.toBe(before)
  await checkpointer.close()
  await database.close()
})

test('[HOUSE-12] what a long reader has let the WAL grow to is given back when it begins anew', async () => {
  const path = join(folder, 'grown.sqlite')
  const database = await openSqlite(path)
  const write = (text: string) =>
    database.transaction(async (sql) => {
      await sql`insert into house (owner_id, claimed_ms) values (${text}, 1)`
      await sql`delete from house`
    })
  const large = 'x'.repeat(8 * 2 ** 20)
  const size = () => statSync(`${path}-wal`).size
  while (size() <= CALM_WAL_BYTES * 1.5) await write(large)
  const grown = size()
  const checkpointer = new Checkpointer(path)
  await checkpointer.run('restart', MOST_WAL_BYTES)
  await write('small')
  expect(size()).toBe(grown)
  await checkpointer.run('restart')
  await write('small')
  expect(size()).toBeLessThanOrEqual(CALM_WAL_BYTES)
  await checkpointer.close()
  await database.close()
})

test('[P-17] [P-29] who writes faster than checkpoints come to their end closes all the same, in a command without a server, too', async () => {
  const program = join(import.meta.dir, '../../tests/kit/fill-and-close.ts')
  const child = Bun.spawn([process.execPath, program, join(folder, 'alone.sqlite')], {
    stderr: 'pipe',
    timeout: TEST_MS,
  })
  expect([await new Response(child.stderr).text(), await child.exited]).toEqual(['', 0])
})

test('[P-16] each request has its own reply, also when they come at once: none is left waiting, no failed sync is lost', async () => {
  const path = join(folder, 'at-once.sqlite')
  await (await openSqlite(path)).close()
  const checkpointer = new Checkpointer(path)
  const replies = await Promise.all([
    checkpointer.run('passive'),
    checkpointer.run('restart'),
    checkpointer.run('passive'),
  ])
  expect(replies.map(({ ok }) => ok)).toEqual([true, true, true])
  await checkpointer.close()
})

test('[P-14] a worker that ends answers those who wait, and the next request has another', async () => {
  const path = join(folder, 'ended.sqlite')
  await (await openSqlite(path)).close()
  const checkpointer = new Checkpointer(path)
  const asked = Promise.all([checkpointer.run('passive'), checkpointer.run('passive')])
  await checkpointer.close()
  for (const reply of await asked) expect(reply.ok || reply.error).toBeTruthy()
  expect(await checkpointer.run('truncate')).toEqual({ ok: true, walPages: 0 })
  await checkpointer.close()
})

test('[HOUSE-12] writes that outrun the checkpoints do not end them: the WAL stays bounded, and the house closes', async () => {
  const path = join(folder, 'outrun.sqlite')
  let nowMs = 0
  const database = await openSqlite(path, { ...systemClock, steadyMs: () => nowMs })
  const sizes: number[] = []
  for (let round = 0; round < 40; round++) {
    await database.transaction(async (sql) => {
      for (let at = 0; at < 1_600; at++) {
        await sql`insert into house (owner_id, claimed_ms) values (${'p'.repeat(400)}, 1)`
        await sql`delete from house`
        // Turns, so that the bulk of the round before may end within this one.
        if (at % 16 === 0) await new Promise<void>((resolve) => setImmediate(resolve))
      }
    })
    nowMs += 2_000
    await database.makeDurable()
    sizes.push(statSync(`${path}-wal`).size)
  }
  await database.close()
  expect(Math.max(...sizes)).toBeLessThanOrEqual(CALM_WAL_BYTES)
})

/** What is in the file of the database already, without its WAL. */
function copiedRows(path: string): number {
  copyFileSync(path, `${path}-alone`)
  const alone = new Handle(`${path}-alone`)
  const [row] = alone.query<{ count: number }, []>('select count(*) as count from house').all()
  alone.close()
  return row?.count ?? 0
}

/** Copies the bulk while, after each pass, as many rows are written as `rest` says: the last one again and again. */
async function copyBeside(
  name: string,
  rest: readonly number[],
): Promise<{ passes: number; written: number; copied: number }> {
  const path = join(folder, name)
  await (await openSqlite(path)).close()
  const writer = new Handle(path)
  writer.run('pragma wal_autocheckpoint = 0')
  let written = 0
  let looks = 0
  const write = (count: number): number => {
    for (const end = written + count; written < end; written++) {
      writer.run("insert into house (owner_id, claimed_ms) values ('p', 1)")
    }
    return written
  }
  const checkpointer = new Checkpointer(path)
  write(500)
  // Asked before and after each pass.
  const reply = await checkpointer.copyBulk(() =>
    looks++ % 2 === 0 ? written : write(rest[looks / 2 - 1] ?? rest.at(-1) ?? 0),
  )
  expect(reply.ok).toBe(true)
  const copied = copiedRows(path)
  await checkpointer.close()
  writer.close()
  return { passes: Math.ceil(looks / 2), written, copied }
}

test('[PERF-7] what is written during a pass is copied by the next, until little is left for the restart that the lane waits for', async () => {
  expect(await copyBeside('busy.sqlite', [500, 200, 3])).toEqual({ passes: 3, written: 1_203, copied: 1_200 })
  expect(await copyBeside('calm.sqlite', [3])).toEqual({ passes: 1, written: 503, copied: 500 })
})

test('[HOUSE-12] a writer that is never caught up with does not keep a checkpoint going', async () => {
  expect(await copyBeside('never.sqlite', [100])).toEqual({ passes: 4, written: 800, copied: 800 })
})

test('[PERF-11] the worker starts when the house has been open for a second, or at once for who asks before', async () => {
  const path = join(folder, 'house.sqlite')
  const clock = new FakeClock()
  const checkpointer = new Checkpointer(path, clock)
  clock.move(999)
  expect(checkpointer.started).toBe(false)
  clock.move(1)
  expect(checkpointer.started).toBe(true)
  expect(await checkpointer.run('passive')).toMatchObject({ ok: true })
  await checkpointer.close()

  const asked = new Checkpointer(path, clock)
  expect(await asked.run('passive')).toMatchObject({ ok: true })
  expect(asked.started).toBe(true)
  await asked.close()

  const closed = new Checkpointer(path, clock)
  await closed.close()
  clock.move(1_000)
  expect(closed.started).toBe(false)
})
