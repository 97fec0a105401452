import { type Signal, signal } from '@preact/signals'
import { type Keep, memoryKeep, type Unsent } from '#sdk/index.ts'

const DATABASE = 'teahouse'
const STORE = 'unsent'
const LOCK = 'teahouse-tab-'

const byTime = (one: Unsent, other: Unsent) => one.writtenMs - other.writtenMs

/** `owner` is the tab that holds the entry, and lives as long as its lock is held. */
export type Kept = { cid: string; owner: string; unsent: Unsent }

/**
 * Keeps unsent messages in IndexedDB, each held by one tab. The messages of a tab that is gone (closed, crashed,
 * reloaded) go to the next one that loads. Where there are no locks (plain http) or no database, the messages stay with
 * their tab: they survive a reload in its session storage, or nothing where that is refused, too.
 */
export function createIndexedKeep(): Keep {
  // A database answers later, and a page that is reloaded before takes with it what was on its way there: this is written at once (P-11).
  const soonest = sessionKeep()
  const home = openHome().catch(() => soonest)
  const store = async (entry: Unsent) => {
    const place = await home
    await place.put(entry)
    if (place === soonest) return
    await soonest.remove(entry.cid)
    note(entry.cid, false)
  }
  return {
    load: async (author) => {
      const left = await soonest.load(author)
      const place = await home
      if (place === soonest) return left
      await Promise.allSettled(left.map(store))
      const found = await place.load(author)
      const cids = new Set(found.map(({ cid }) => cid))
      return [...found, ...left.filter(({ cid }) => !cids.has(cid))].sort(byTime)
    },
    put: async (entry) => {
      soonest.put(entry).catch(() => {})
      try {
        await store(entry)
      } catch (error) {
        note(entry.cid, true)
        throw error
      }
    },
    remove: async (cid) => {
      note(cid, false)
      await soonest.remove(cid)
      await (await home).remove(cid)
    },
  }
}

/** Ids of unsent messages that the browser did not keep: full, or refused. They live as long as the page. */
export const unkept: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set())

function note(cid: string, on: boolean): void {
  if (unkept.peek().has(cid) === on) return
  const next = new Set(unkept.peek())
  if (on) next.add(cid)
  else next.delete(cid)
  unkept.value = next
}

async function openHome(): Promise<Keep> {
  const owner = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join('')
  const database = await openDatabase()
  // Before the first entry is written: whose entry is seen without a lock is gone, and not just about to begin.
  await holdLock(LOCK + owner)
  return {
    load: (author) => adopt(database, owner, author),
    put: async (unsent) => {
      const kept: Kept = { cid: unsent.cid, owner, unsent }
      await inStore(database, 'readwrite', (store) => store.put(kept))
    },
    remove: async (cid) => {
      await inStore(database, 'readwrite', (store) => store.delete(cid))
    },
  }
}

/**
 * Takes over what dead tabs have left. Owners are read first, then who of them lives, and only entries of those found
 * dead are taken: an entry that another tab took over meanwhile has another owner and stays there.
 */
async function adopt(database: IDBDatabase, owner: string, author: string): Promise<Unsent[]> {
  const seen = await all(database)
  const { held = [] } = await navigator.locks.query()
  const living = new Set(held.map(({ name }) => name))
  const dead = new Set(seen.map((kept) => kept.owner).filter((other) => !living.has(LOCK + other)))
  const transaction = database.transaction(STORE, 'readwrite')
  const store = transaction.objectStore(STORE)
  const mine: Unsent[] = []
  const cursors = store.openCursor()
  cursors.onsuccess = () => {
    const cursor = cursors.result
    if (!cursor) return
    const kept: Kept = cursor.value
    if (kept.unsent.author === author && (kept.owner === owner || dead.has(kept.owner))) {
      if (kept.owner !== owner) cursor.update({ ...kept, owner })
      mine.push(kept.unsent)
    }
    cursor.continue()
  }
  await done(transaction)
  return mine.sort(byTime)
}

async function all(database: IDBDatabase): Promise<Kept[]> {
  let kept: Kept[] = []
  await inStore(database, 'readonly', (store) => {
    const request = store.getAll()
    request.onsuccess = () => {
      kept = request.result
    }
  })
  return kept
}

export function inStore(database: IDBDatabase, mode: IDBTransactionMode, work: (store: IDBObjectStore) => void) {
  const transaction = database.transaction(STORE, mode)
  work(transaction.objectStore(STORE))
  return done(transaction)
}

export function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}

export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'cid' })
    request.onsuccess = () => {
      const { result } = request
      // A newer page in another tab wants another form of it, and would wait for as long as this one holds the old.
      result.onversionchange = () => result.close()
      resolve(result)
    }
    request.onerror = () => reject(request.error)
  })
}

/** Resolves when the lock is held, which is then until the tab is gone. */
export function holdLock(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => {
        resolve()
        return new Promise(() => {})
      })
      .catch(reject)
  })
}

/** The messages of this tab only, for as long as it is open. Nothing is held beside the storage: it may be emptied. */
export function sessionKeep(): Keep {
  const place = `${DATABASE}-${STORE}`
  const read = (): Map<string, Unsent> => {
    const found: Unsent[] = JSON.parse(sessionStorage.getItem(place) ?? '[]')
    return new Map(found.map((unsent) => [unsent.cid, unsent]))
  }
  const write = (entries: Map<string, Unsent>) => sessionStorage.setItem(place, JSON.stringify([...entries.values()]))
  try {
    read()
  } catch {
    const { put, ...rest } = memoryKeep()
    return { ...rest, put: (unsent) => put(unsent).then(() => note(unsent.cid, true)) }
  }
  return {
    load: async (author) => [...read().values()].filter((unsent) => unsent.author === author).sort(byTime),
    put: async (unsent) => write(read().set(unsent.cid, unsent)),
    remove: async (cid) => {
      const entries = read()
      entries.delete(cid)
      write(entries)
    },
  }
}
