import { inStore, type Kept, openDatabase, sessionKeep } from './indexed-keep.ts'

/** Forgets all that somebody has not sent, whichever tab holds it: whoever wrote it is no more (T-81). */
export async function forgetUnsent(author: string): Promise<void> {
  const session = sessionKeep()
  for (const { cid } of await session.load(author)) await session.remove(cid)
  const database = await openDatabase()
  await inStore(database, 'readwrite', (store) => {
    const cursors = store.openCursor()
    cursors.onsuccess = () => {
      const cursor = cursors.result
      if (!cursor) return
      const kept: Kept = cursor.value
      if (kept.unsent.author === author) cursor.delete()
      cursor.continue()
    }
  })
  database.close()
}
