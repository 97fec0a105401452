import type { Database as Handle, Statement } from 'bun:sqlite'
import type { Sql, Value } from './database.ts'

/** `finalize` ends its statements, before their connection is closed: one that is left keeps the connection open behind its back. */
export type SqliteTag = Sql & { finalize(): void }

/**
 * The thin tag of decision 2: a template's text is one object for each place in the code, so its statement is prepared
 * once and found again by identity. 421,000 posts/s against 31,600 with Bun.SQL. `hear` is told before each runs.
 */
export function sqliteTag(handle: Handle, hear: (text: TemplateStringsArray) => void = () => {}): SqliteTag {
  const statements = new Map<TemplateStringsArray, Statement>()
  const tag = <Rows extends readonly object[]>(text: TemplateStringsArray, ...values: readonly Value[]): Rows => {
    hear(text)
    let statement = statements.get(text)
    if (!statement) {
      statement = handle.prepare(text.join('?'))
      statements.set(text, statement)
    }
    // The driver cannot know the columns: the row type is the word of whoever wrote the statement.
    return statement.all(...values) as unknown as Rows
  }
  const finalize = (): void => {
    for (const statement of statements.values()) statement.finalize()
    statements.clear()
  }
  return Object.assign(tag, { finalize })
}
