// bun fill-and-close.ts <file>: writes until several checkpoints have run, and closes, as a command does that has no server. The collector
// comes all the time: what only waits is not held by anything but what it waits for.
import { openSqlite } from '#server/storage/database-sqlite.ts'

/** Each of them makes a checkpoint due, while the one before may still run. */
const WRITES = 6
const STATEMENTS = 3_100

async function fill(path: string): Promise<void> {
  const database = await openSqlite(path)
  for (let write = 0; write < WRITES; write++) {
    await database.transaction(async (sql) => {
      for (let at = 0; at < STATEMENTS; at++) await sql`delete from house where owner_id = ${String(at)}`
      await sql`insert into house (owner_id, claimed_ms) values (${String(write)}, 1)`
      await sql`delete from house`
    })
    await database.makeDurable()
  }
  await database.close()
}

const timer = setInterval(() => Bun.gc(true), 1)
fill(process.argv[2] ?? '').then(
  () => clearInterval(timer),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
