// bun open-on-full-disk.ts <file> [killed]: opens a house and writes twice. Says `refused: why`, `full`, or `stored`; is killed, or closes it in order.
import { StorageFull, StorageRefused } from '#server/storage/database.ts'
import { openSqlite } from '#server/storage/database-sqlite.ts'

async function run(file: string): Promise<string> {
  const database = await openSqlite(file)
  for (const at of [1, 2]) {
    await database.transaction(async (sql) => {
      await sql`insert into house (owner_id, claimed_ms) values (${String(at)}, 1)`
      await sql`delete from house`
    })
  }
  if (process.argv[3] === 'killed') process.kill(process.pid, 'SIGKILL')
  await database.close()
  return 'stored'
}

function told(error: unknown): string {
  if (error instanceof StorageRefused) return `refused: ${error.message}`
  if (error instanceof StorageFull) return 'full'
  throw error
}

process.stdout.write(await run(process.argv[2] ?? '').catch(told))
process.exit(0)
