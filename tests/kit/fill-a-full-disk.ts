// bun fill-a-full-disk.ts <file> <bytes to leave>: opens a house, fills the disk that it lies on, and writes more commits than a block of the
// WAL's index has places for. Says how many were stored before the disk refused one.
import path from 'node:path'
import { StorageFull } from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'
import { fillTo } from './full-disk.ts'

const COMMITS = 5_000

async function run(file: string, left: number): Promise<number> {
  const database = await openSqlite(file)
  fillTo(left, path.join(path.dirname(file), 'filler'))
  for (let at = 0; at < COMMITS; at++) {
    try {
      await database.transaction(async (sql) => {
        await sql`insert into house (owner_id, claimed_ms) values (${String(at)}, 1)`
        await sql`delete from house`
      })
    } catch (error) {
      if (error instanceof StorageFull) return at
      throw error
    }
  }
  return COMMITS
}

const [file = '', left = ''] = process.argv.slice(2)
process.stdout.write(String(await run(file, Number(left))))
process.exit(0)
