import type { Sql } from './database.ts'
import { beginnings } from './migrations/0001-beginnings.ts'
import { messageChanges } from './migrations/0002-message-changes.ts'
import { search } from './migrations/0003-search.ts'
import { erasures } from './migrations/0004-erasures.ts'
import { roomsOfPeople } from './migrations/0005-rooms-of-people.ts'
import { push } from './migrations/0006-push.ts'
import { noticesOfPeople } from './migrations/0007-notices-of-people.ts'
import { callsAndForwards } from './migrations/0008-calls-and-forwards.ts'
import { waitingRooms } from './migrations/0009-waiting-rooms.ts'
import { files } from './migrations/0010-files.ts'
import { bounds } from './migrations/0011-bounds.ts'
import { settings } from './migrations/0012-settings.ts'

/** One step of the schema: forward only, readable by the version before it (P-20). */
export type Migration = { id: number; name: string; statements: readonly string[] }

const migrations: readonly Migration[] = [
  beginnings,
  messageChanges,
  search,
  erasures,
  roomsOfPeople,
  push,
  noticesOfPeople,
  callsAndForwards,
  waitingRooms,
  files,
  bounds,
  settings,
]

/** Brings the schema up to date; each step is one transaction, so a kill at any point leaves a whole step. */
export async function migrate(sql: Sql, run: (statement: string) => void): Promise<void> {
  run('create table if not exists migrations (id integer primary key, name text not null)')
  const rows = await sql<{ id: number }[]>`select id from migrations order by id`
  const done = new Set(rows.map((row) => row.id))
  for (const { id, name, statements } of migrations.filter((migration) => !done.has(migration.id))) {
    run('begin immediate')
    try {
      for (const statement of statements) run(statement)
      await sql`insert into migrations (id, name) values (${id}, ${name})`
      run('commit')
    } catch (error) {
      run('rollback')
      throw error
    }
  }
}

/** Number of the newest migration that this program knows. */
export const newestSchema: number = Math.max(...migrations.map(({ id }) => id))

/** All that the schema of number `upTo` makes, in order. */
export const statementsUpTo = (upTo: number): readonly string[] =>
  migrations.filter(({ id }) => id <= upTo).flatMap(({ statements }) => statements)

/** As they are noted in a database, in order. */
export const migrationNames: readonly (readonly [number, string])[] = migrations.map(({ id, name }) => [id, name])
