// Opens the database at a path, which upgrades it, and closes it: to be killed on its way (upgrade.test.ts).
import { openSqlite } from '#server/storage/database-sqlite.ts'

await (await openSqlite(process.argv[2] ?? '')).close()
