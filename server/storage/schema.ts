import { Database as Handle } from 'bun:sqlite'
import type { Sql } from './database.ts'
import { newestSchema, statementsUpTo } from './migrate.ts'

export { newestSchema } from './migrate.ts'

type Made = { type: string; name: string; sql: string | null }

/** Number of the newest migration that a database has seen; null: it is none of ours. */
export async function schemaOf(sql: Sql): Promise<number | null> {
  const [table] = await sql<{ name: string }[]>`select name from sqlite_schema where name = 'migrations'`
  if (!table) return null
  const [row] = await sql<{ id: number | null }[]>`select max(id) as id from migrations`
  return row?.id ?? 0
}

/** Tables and indexes that a database of the newest schema should have and has not, or has otherwise. */
export async function schemaFaults(sql: Sql): Promise<string[]> {
  const made = new Handle(':memory:')
  try {
    for (const statement of statementsUpTo(newestSchema)) made.run(statement)
    const wanted = made.query<Made, []>('select type, name, sql from sqlite_schema order by name').all()
    const found = new Map(
      (await sql<Made[]>`select type, name, sql from sqlite_schema`).map((one) => [one.name, one.sql]),
    )
    return wanted.flatMap(({ type, name, sql: text }) => {
      if (!found.has(name)) return [`The ${type} ${name} is not there.`]
      return found.get(name) === text ? [] : [`The ${type} ${name} is not what it should be.`]
    })
  } finally {
    made.close()
  }
}
