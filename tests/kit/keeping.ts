import { Database } from 'bun:sqlite'
import path from 'node:path'
import type { Given } from './attach.ts'
import { becomesSo } from './becomes-so.ts'
import { Visitor } from './page.ts'

const SLICE = '**/api/uploads/*'

/** The bodies that the database has of a room, in their order. */
export function storedBodies({ dataDir }: { dataDir: string }, room: string): string[] {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  try {
    const rows = database
      .query<{ wire: string }, [string]>(
        `select e.wire from events e join rooms r on r.id = e.room_id
         where r.name = ? and e.type = 'message.posted' order by e.seq`,
      )
      .all(room)
    return rows.map(({ wire }) => JSON.parse(wire).body)
  } finally {
    database.close()
  }
}

/** `word 00`, `word 01` … */
export const numbered = (word: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${word} ${String(at).padStart(2, '0')}`)

/** Another tab of the same person. */
export async function anotherTab({ context }: Visitor, url: string): Promise<Visitor> {
  const tab = new Visitor(context, await context.newPage(), { locale: 'en', touch: false })
  await tab.page.goto(url)
  await tab.isWhole()
  return tab
}

/** Its process is gone. */
export async function crashes({ page }: Visitor): Promise<void> {
  const crashed = page.waitForEvent('crash')
  page.goto('chrome://crash').catch(() => undefined)
  await crashed
}

/** It does not wait for the dice: the network is back. */
export const hurries = ({ page }: Visitor) => page.evaluate(() => window.dispatchEvent(new Event('online')))

/** Resolves when all that was written is also where it survives. */
export const written = ({ page }: Visitor, count: number): Promise<void> =>
  becomesSo(async () => {
    const now = await page.evaluate(async () => {
      const opening = indexedDB.open('teahouse')
      await new Promise((resolve) => {
        opening.onsuccess = resolve
      })
      const asked = opening.result.transaction('unsent').objectStore('unsent').count()
      await new Promise((resolve) => {
        asked.onsuccess = resolve
      })
      opening.result.close()
      return asked.result
    })
    return now === count
  })

/** Resolves when the page is back, and says that the log was restored. */
export const restored = ({ page }: Visitor): Promise<unknown> =>
  page.waitForFunction(() => {
    window.dispatchEvent(new Event('online'))
    return document.querySelector('.restored-line')
  })

type FilesNote = { note: { trays: { items: unknown[] }[]; postings: { travels: { begun: string }[] }[] } }

/** What the browser keeps of files: the notes, their keys, and those of the bytes. */
export const keptNow = ({ page }: Visitor) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('teahouse-files')
      opening.onsuccess = () => resolve(opening.result)
    })
    const transaction = database.transaction(['notes', 'blobs'])
    const notes: IDBRequest<FilesNote[]> = transaction.objectStore('notes').getAll()
    const owners = transaction.objectStore('notes').getAllKeys()
    const blobs = transaction.objectStore('blobs').getAllKeys()
    await new Promise((resolve) => {
      transaction.oncomplete = resolve
    })
    database.close()
    return { notes: notes.result, owners: owners.result.map(String), blobs: blobs.result.map(String) }
  })

/** Resolves when this browser keeps so many files: in trays, on their way, and of these so many that the server knows. */
export const keepsFiles = (visitor: Visitor, chosen: number, travelling = 0): Promise<void> =>
  becomesSo(async () => {
    const { notes, blobs } = await keptNow(visitor)
    const items = notes.flatMap(({ note }) => note.trays.flatMap((tray) => tray.items))
    const travels = notes.flatMap(({ note }) => note.postings.flatMap((posting) => posting.travels))
    const begun = travels.filter((travel) => travel.begun !== '')
    const now = [items.length, travels.length, begun.length, blobs.length]
    return now.join() === [chosen, travelling, travelling, chosen + travelling].join()
  })

/** Lets only so many slices of the page pass that is there now; `held` resolves with the first that does not. */
export async function passes({ page }: Visitor, count: number): Promise<{ held: Promise<void> }> {
  let left = count
  const held = Promise.withResolvers<void>()
  await page.route(SLICE, async (route) => {
    if (route.request().method() === 'PATCH' && left-- <= 0) held.resolve()
    else await route.continue().catch(() => undefined)
  })
  page.once('framenavigated', () => {
    left = Number.POSITIVE_INFINITY
  })
  return { held: held.promise }
}

/** SHA-256 of what stands beside the message with this text, as this page gets it. */
export async function digestAt(visitor: Visitor, text: string): Promise<string> {
  const link = visitor.bubble(text).getByRole('link')
  await link.waitFor()
  const digest = await visitor.page.evaluate(
    async (href) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', await (await fetch(href)).arrayBuffer()))],
    (await link.getAttribute('href')) ?? '',
  )
  return Buffer.from(digest).toString('hex')
}
export const digestOf = ({ bytes }: Given): string => new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
