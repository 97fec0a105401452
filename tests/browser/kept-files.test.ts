import { expect, test } from 'bun:test'
import { noise, pastes } from '#tests/kit/attach.ts'
import { becomesSo } from '#tests/kit/becomes-so.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { keepsFiles, keptNow } from '#tests/kit/keeping.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { MOST_BYTES } from '#web/uploads/kept-note.ts'

// The files of the browser itself: what is in them when a page goes, and who makes room (web/kit/kept-files.ts).
const house = openHouse()

const tray = ({ page, words }: Visitor) => page.getByRole('list', { name: words.uploads.tray }).getByRole('listitem')

test('[P-11] a file that was chosen in the last moment of a page is there in the next one', async () => {
  const ada = await house.enter('Ada Hurries', { path: `/r/${newRoom()}` })
  await pastes(ada, noise('first.bin', 10))
  await keepsFiles(ada, 1)
  // Ended in the task in which the file comes: so large, it was lost in every one of four runs while others were asked before it was written.
  await ada.page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([new Uint8Array(3_000_000)], 'last.bin'))
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.querySelector('textarea')?.dispatchEvent(event)
    location.reload()
  })
  await tray(ada).filter({ hasText: 'last.bin' }).waitFor()
  expect(await tray(ada).count()).toBe(2)
})

type Left = { owner: string; author: string; bytes: number; atMs: number }

/** Lays files of others there; `living` holds the lock of its tab for as long as this page is open. */
const lays = ({ page }: Visitor, left: readonly Left[], living: string) =>
  page.evaluate(
    async ([all, owner]) => {
      await new Promise<void>((resolve) => {
        void navigator.locks.request(`teahouse-files-${owner}`, () => {
          resolve()
          return new Promise(() => {})
        })
      })
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('teahouse-files')
        opening.onsuccess = () => resolve(opening.result)
      })
      const transaction = database.transaction(['notes', 'blobs'], 'readwrite')
      for (const one of all) {
        const note = { trays: [], postings: [] }
        transaction.objectStore('notes').put({ ...one, id: one.owner, note, keys: [one.owner] })
        transaction.objectStore('blobs').put(new Blob([one.owner]), one.owner)
      }
      await new Promise((resolve) => {
        transaction.oncomplete = resolve
      })
      database.close()
    },
    [left, living] as const,
  )

/** Resolves when of these those of `wanted` are there: their notes, and their bytes. */
const has = (visitor: Visitor, all: readonly string[], wanted: readonly string[]) =>
  becomesSo(async () => {
    const { owners, blobs } = await keptNow(visitor)
    return [owners, blobs].every((there) => all.filter((one) => there.includes(one)).join() === wanted.join())
  })

test('[HOUSE-12] [P-11] files of people who are gone make room, the oldest first; those of a tab that lives do not', async () => {
  const ada = await house.enter('Ada Crowded', { path: `/r/${newRoom()}` })
  await pastes(ada, noise('own.bin', 1_000))
  await keepsFiles(ada, 1)
  const ages = { alive: 0, oldest: 1, older: 2, newer: 3 }
  const left = Object.entries(ages).map(([owner, atMs]) => ({ owner, author: 'pother', bytes: MOST_BYTES / 4, atMs }))
  const owners = Object.keys(ages)
  await lays(ada, left, 'alive')
  await has(ada, owners, owners)
  // Together they have all there is: one has to go, and one is enough.
  await pastes(ada, noise('more.bin', 1_000))
  await has(ada, owners, ['alive', 'older', 'newer'])
})
