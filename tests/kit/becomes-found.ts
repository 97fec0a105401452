import type { Client } from '#sdk/index.ts'

/** The index comes within a second or two, and nobody is told; a person may search twice a second. */
const LOOK_MS = 300

/** Resolves when a search in these rooms finds so many. */
export async function becomesFound(client: Client, rooms: readonly string[], text: string, count = 1): Promise<void> {
  while ((await client.call('search.messages', { rooms: [...rooms], text })).hits.length < count)
    await Bun.sleep(LOOK_MS)
}
