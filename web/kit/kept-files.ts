import { done, holdLock } from './indexed-keep.ts'

const DATABASE = 'teahouse-files'
const LOCK = 'teahouse-files-'

/** What one tab says of the files of one person: `note` is plain data, `keys` are those of the blobs that it needs; `atMs`: when it said so. */
type Kept<N> = {
  id: string
  owner: string
  author: string
  note: N
  keys: readonly string[]
  bytes: number
  atMs?: number
}
export type Found<N> = { note: N; blobs: ReadonlyMap<string, Blob> }
/** `blobs` by key; what is left out of it is not kept. Null: there is nothing to keep. */
export type Wanted<N> = { note: N; blobs: ReadonlyMap<string, Blob> } | null

/** Where files wait that are not sent yet. */
export type FileKeep<N> = {
  /** Takes over what `author` left in tabs that are gone. Nothing of it is lost before the next `write`, which has to name it. */
  load(author: string): Promise<Found<N>[]>
  /**
   * What this tab keeps of `author` from now on. `choose` is told how many bytes the other tabs keep, and asked again where that was not so. What others
   * left who are gone is not among them: it makes room, the oldest first. Rejects where there is no room.
   */
  write(author: string, choose: (othersBytes: number) => Wanted<N>): Promise<void>
}

/**
 * Keeps files in IndexedDB, those of a tab under its lock: as with unsent messages (indexed-keep.ts) what a tab leaves goes to one of the
 * others. All people together have `mostBytes`. Rejects where there are no locks, as on plain http, or no database: then nothing outlives the page.
 */
export async function openFileKeep<N>(mostBytes: number): Promise<FileKeep<N>> {
  const owner = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join('')
  const database = await openFiles()
  await holdLock(LOCK + owner)
  const stored = new Set<string>()
  let othersBytes = bytesOf((await notesOf<N>(database)).filter((one) => one.owner !== owner))
  return {
    load: (author) => adopt<N>(database, { owner, author, stored }),
    async write(author, choose) {
      const self = { owner, author, stored, mostBytes }
      await writeAtOnce<N>(database, self, choose(0), othersBytes)
      othersBytes = await replace<N>(database, self, choose)
    },
  }
}

/** Forgets the files of somebody who is no more, whichever tab holds them (T-81). */
export async function forgetFiles(author: string): Promise<void> {
  const database = await openFiles()
  const transaction = database.transaction(['notes', 'blobs'], 'readwrite')
  const notes = transaction.objectStore('notes')
  whenAll<Kept<unknown>>(notes.getAll(), (all) => {
    for (const { id, author: of } of all) if (of === author) notes.delete(id)
    sweep(transaction, new Set(all.flatMap((one) => (one.author === author ? [] : one.keys))))
  })
  await done(transaction)
  database.close()
}

type Self = { owner: string; author: string; stored: Set<string> }

/** The oldest of what people left who may never come back, as much of it as does not fit into `room` bytes. */
export function endedOf<K extends { bytes: number; atMs?: number }>(left: readonly K[], room: number): K[] {
  let free = room
  return left
    .toSorted((one, other) => (other.atMs ?? 0) - (one.atMs ?? 0))
    .filter(({ bytes }) => {
      free -= bytes
      return free < 0
    })
}

/** Tabs that live hold a lock. */
async function livingTabs(): Promise<ReadonlySet<string | undefined>> {
  const { held = [] } = await navigator.locks.query()
  return new Set(held.map(({ name }) => name))
}

async function adopt<N>(database: IDBDatabase, { owner, author, stored }: Self): Promise<Found<N>[]> {
  const seen = await notesOf<N>(database)
  const living = await livingTabs()
  const dead = new Set(seen.map((one) => one.owner).filter((other) => !living.has(LOCK + other)))
  if (!seen.some((one) => one.author === author && dead.has(one.owner))) return []
  const found: { note: N; blobs: Map<string, Blob> }[] = []
  const transaction = database.transaction(['notes', 'blobs'], 'readwrite')
  const [notes, blobs] = [transaction.objectStore('notes'), transaction.objectStore('blobs')]
  whenAll<Kept<N>>(notes.getAll(), (all) => {
    for (const one of all) {
      if (one.author !== author || !dead.has(one.owner)) continue
      notes.put({ ...one, owner })
      const mine = { note: one.note, blobs: new Map<string, Blob>() }
      found.push(mine)
      for (const key of one.keys) {
        const asked = blobs.get(key)
        asked.onsuccess = () => {
          if (!(asked.result instanceof Blob)) return
          mine.blobs.set(key, asked.result)
          stored.add(key)
        }
      }
    }
  })
  await done(transaction)
  return found
}

/**
 * Writes before anything is asked, where there is room for all by what was known last: what a page that is closed in the next moment was about to
 * write is lost (measured). Whether it is so is asked afterwards.
 */
async function writeAtOnce<N>(
  database: IDBDatabase,
  self: Self & { mostBytes: number },
  wanted: Wanted<N>,
  othersBytes: number,
) {
  if (!wanted || othersBytes + sizeOf(wanted) > self.mostBytes) return
  const transaction = database.transaction(['notes', 'blobs'], 'readwrite')
  put(transaction, self, wanted)
  transaction.commit()
  await done(transaction)
  for (const key of wanted.blobs.keys()) self.stored.add(key)
}

/** Names what is wanted, and writes what is not there yet. */
function put<N>(transaction: IDBTransaction, { owner, author, stored }: Self, wanted: NonNullable<Wanted<N>>): void {
  const id = `${owner} ${author}`
  const [keys, bytes] = [[...wanted.blobs.keys()], sizeOf(wanted)]
  transaction.objectStore('notes').put({ id, owner, author, note: wanted.note, keys, bytes, atMs: Date.now() })
  for (const [key, blob] of wanted.blobs) if (!stored.has(key)) transaction.objectStore('blobs').put(blob, key)
}

/**
 * The bytes of the others. `living`: known only where somebody has to make room: nearly always there is room for all, whoever lives.
 */
async function replace<N>(
  database: IDBDatabase,
  self: Self & { mostBytes: number },
  choose: (othersBytes: number) => Wanted<N>,
  living?: ReadonlySet<string | undefined>,
): Promise<number> {
  const { owner, author, stored, mostBytes } = self
  const transaction = database.transaction(['notes', 'blobs'], 'readwrite')
  const notes = transaction.objectStore('notes')
  const chosen: { now: Wanted<N>; isShort: boolean; othersBytes: number } = {
    now: null,
    isShort: false,
    othersBytes: 0,
  }
  whenAll<Kept<N>>(notes.getAll(), (all) => {
    const others = all.filter((one) => one.owner !== owner || one.author !== author)
    const left = others.filter((one) => one.author !== author && !living?.has(LOCK + one.owner))
    const stayingBytes = bytesOf(others) - bytesOf(left)
    const wanted = choose(stayingBytes)
    const ended = endedOf(left, mostBytes - stayingBytes - sizeOf(wanted))
    Object.assign(chosen, {
      now: wanted,
      isShort: ended.length > 0 && !living,
      othersBytes: bytesOf(others) - bytesOf(ended),
    })
    if (chosen.isShort) return
    for (const one of all) if (!others.includes(one) || ended.includes(one)) notes.delete(one.id)
    if (wanted) put(transaction, self, wanted)
    // Nothing is asked any more: it ends also without this page.
    transaction.commit()
  })
  await done(transaction)
  if (chosen.isShort) return replace(database, self, choose, await livingTabs())
  stored.clear()
  for (const key of chosen.now?.blobs.keys() ?? []) stored.add(key)
  await sweepAll(database)
  return chosen.othersBytes
}

/** In a transaction of its own: what is written must not wait for it. */
async function sweepAll(database: IDBDatabase): Promise<void> {
  const transaction = database.transaction(['notes', 'blobs'], 'readwrite')
  whenAll<Kept<unknown>>(transaction.objectStore('notes').getAll(), (all) =>
    sweep(transaction, new Set(all.flatMap(({ keys }) => keys))),
  )
  await done(transaction)
}

const sizeOf = (wanted: Wanted<unknown>): number =>
  [...(wanted?.blobs.values() ?? [])].reduce((sum, { size }) => sum + size, 0)
const bytesOf = (kept: readonly { bytes: number }[]): number => kept.reduce((sum, { bytes }) => sum + bytes, 0)

/** Bytes that nobody names any more. */
function sweep(transaction: IDBTransaction, named: ReadonlySet<string>): void {
  const blobs = transaction.objectStore('blobs')
  whenAll<IDBValidKey>(blobs.getAllKeys(), (keys) => {
    for (const key of keys) if (typeof key !== 'string' || !named.has(key)) blobs.delete(key)
  })
}

async function notesOf<N>(database: IDBDatabase): Promise<Kept<N>[]> {
  let notes: Kept<N>[] = []
  const transaction = database.transaction('notes', 'readonly')
  whenAll<Kept<N>>(transaction.objectStore('notes').getAll(), (all) => {
    notes = all
  })
  await done(transaction)
  return notes
}

/** What throws in `then` undoes the transaction. */
function whenAll<T>(request: IDBRequest<T[]>, then: (all: T[]) => void): void {
  request.onsuccess = () => {
    try {
      then(request.result)
    } catch {
      request.transaction?.abort()
    }
  }
}

function openFiles(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('notes', { keyPath: 'id' })
      request.result.createObjectStore('blobs')
    }
    request.onsuccess = () => {
      const { result } = request
      result.onversionchange = () => result.close()
      resolve(result)
    }
    request.onerror = () => reject(request.error)
  })
}
