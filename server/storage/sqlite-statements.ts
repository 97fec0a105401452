import type { Database as Handle, Statement } from 'bun:sqlite'
import type { Sql, Value } from './database.ts'

/**
 * The thin tag of decision 2: a template's text is one object for each place in the code, so its statement is prepared
 * once and found again by identity. 421,000 posts/s against 31,600 with Bun.SQL. `hear` is told before each runs.
 */
export function sqliteTag(handle: Handle, hear: (text: TemplateStringsArray) => void = () => {}): Sql {
  const statements = new WeakMap<TemplateStringsArray, Statement>()
  return <Rows extends readonly object[]>(text: TemplateStringsArray, ...values: readonly Value[]): Rows => {
    hear(text)
    let statement = statements.get(text)
    if (!statement) {
      statement = handle.prepare(text.join('?'))
      statements.set(text, statement)
    }
    // The driver cannot know the columns: the row type is the word of whoever wrote the statement.
    return statement.all(...values) as unknown as Rows
  }
}
