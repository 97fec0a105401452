import { Database } from 'bun:sqlite'

const asked = <Row>(database: string, statement: string): Row | null => {
  const handle = new Database(database, { readonly: true })
  try {
    return handle.query<Row, []>(statement).get()
  } finally {
    handle.close()
  }
}

/** Messages of the one room that the index has. */
export const indexedOf = (database: string): number =>
  asked<{ indexed: number }>(database, 'select indexed from search_rooms')?.indexed ?? 0

export const indexBytesOf = (database: string): number =>
  asked<{ bytes: number }>(database, 'select sum(length(block)) as bytes from search_index_data')?.bytes ?? 0

/** Resolves when a running server has indexed so many. */
export async function whenIndexed(database: string, messages: number): Promise<void> {
  while (indexedOf(database) < messages) await Bun.sleep(100)
}
