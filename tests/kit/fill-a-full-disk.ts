// bun fill-a-full-disk.ts <file> <bytes to leave>: opens a house, fills the disk that it lies on, and writes more commits than a block of the
// WAL's index has places for. Says how many were stored before the disk refused one.
import { closeSync, openSync, statfsSync, writeSync } from 'node:fs'
import path from 'node:path'
import { StorageFull } from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'

const COMMITS = 5_000

/** Little pieces at last, so that as much is left as was asked for. */
function fillDisk(folder: string, left: number): void {
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize - left
  }
  const filler = openSync(path.join(folder, 'filler'), 'w')
  for (const piece of [1 << 20, 1 << 10]) {
    while (free() >= piece) writeSync(filler, new Uint8Array(piece))
  }
  closeSync(filler)
}

async function run(file: string, left: number): Promise<number> {
  const database = await openSqlite(file)
  fillDisk(path.dirname(file), left)
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
