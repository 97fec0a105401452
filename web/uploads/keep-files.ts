import { computed, effect, untracked } from '@preact/signals'
import type { Room } from '#sdk/index.ts'
import { type FileKeep, type Found, openFileKeep } from '#web/kit/kept-files.ts'
import { after, client, me, platformNow, room } from '#web/store/session.ts'
import { uploadWords } from '#web/words/uploads.ts'
import { type FilesNote, itemAgain, MOST_BYTES, noteOf, postingAgain } from './kept-note.ts'
import { leaving, type Posting, postings, postWhole, restorePostings } from './postings.ts'
import { allTrays, keptKeys, refuse, restoreTray } from './tray.ts'
import { pump } from './uploader.ts'

/** A page that was reloaded may be seen as living for a moment after its end, and its files as held by it. */
const SECOND_LOOK_MS = 2_000
/** Browsers that have no room say so only when it is tried. */
const MOST_TRIES = 2

/** What is chosen and what is on its way outlives the page: it is written down, and what another page left goes on in this one. */
export function startKeeping(): void {
  openFileKeep<FilesNote>(MOST_BYTES).then(
    (keep) => new Keeping(keep).start(),
    // As on plain http: files live as long as the page.
    () => undefined,
  )
}

class Keeping {
  readonly #keep: FileKeep<FilesNote>
  /** One after the other: what was taken over is named by the next write. */
  #line: Promise<unknown> = Promise.resolve()
  #isDue = false
  /** The browser had no room for them. */
  readonly #refused = new Set<string>()
  readonly #told = new Set<string>()

  constructor(keep: FileKeep<FilesNote>) {
    this.#keep = keep
  }

  start(): void {
    const author = computed(() => me.value?.id)
    effect(() => {
      if (author.value === undefined) return
      this.#look()
      after(SECOND_LOOK_MS, () => this.#look())
    })
    // Now and then, for tabs that crashed: with the server's heartbeat, which also a hidden tab hears.
    effect(() => client.value?.onPush(([, kind]) => kind === 'heads' && this.#look()))
    // Every slice moves the bar, and is no reason to write.
    const steps = computed(() =>
      postings.value
        .flatMap(({ travels }) => travels.map(({ progress: { value } }) => `${value.name === 'done'} ${value.begun}`))
        .join(),
    )
    effect(() => {
      void [author.value, allTrays.value, leaving.value, postings.value, steps.value]
      untracked(() => this.#plan())
    })
  }

  #look(): void {
    this.#next(async (author) => {
      for (const found of await this.#keep.load(author)) if (author === me.peek()?.id) putBack(found)
    })
  }

  #plan(): void {
    if (this.#isDue) return
    this.#isDue = true
    this.#next(async (author) => {
      this.#isDue = false
      await this.#write(author)
    })
  }

  #next(work: (author: string) => Promise<void>): void {
    this.#line = this.#line
      .then(() => {
        const author = me.peek()?.id
        return author === undefined ? undefined : work(author)
      })
      .catch(() => undefined)
  }

  async #write(author: string, tries = 1): Promise<void> {
    const held = { trays: allTrays.peek(), postings: [...leaving.peek(), ...postings.peek()] }
    let chosen: ReturnType<typeof noteOf> = { wanted: null, left: [] }
    try {
      await this.#keep.write(author, (others) => {
        chosen = noteOf(held, MOST_BYTES - others, this.#refused)
        return chosen.wanted
      })
    } catch {
      for (const key of chosen.wanted?.blobs.keys() ?? []) if (!keptKeys.peek().has(key)) this.#refused.add(key)
      if (tries < MOST_TRIES) return this.#write(author, tries + 1)
      return
    }
    keptKeys.value = new Set(chosen.wanted?.blobs.keys())
    const here = new Set(chosen.left.map(({ key }) => key))
    for (const known of [this.#refused, this.#told]) for (const key of known) if (!here.has(key)) known.delete(key)
    this.#tell(chosen.left.filter(({ key }) => !this.#told.has(key)))
  }

  #tell(left: readonly { key: string; name: string }[]): void {
    const [first] = left
    for (const { key } of left) this.#told.add(key)
    if (first) refuse(uploadWords().notKept(first.name))
  }
}

function putBack({ note, blobs }: Found<FilesNote>): void {
  for (const { room: name, items } of note.trays)
    restoreTray(
      items.flatMap((item) => itemAgain(item, blobs) ?? []),
      name,
    )
  const back = note.postings.flatMap((one): Posting[] => {
    const to = roomOf(one.room)
    const again = to && postingAgain(one, to, blobs, platformNow())
    return again ? [again] : []
  })
  restorePostings(back)
  for (const one of back) postWhole(one)
  pump()
}

/** The room of an address, though nobody may look at it. */
function roomOf(name: string): Room | null {
  const here = room.peek()
  if (here?.name === name) return here
  const other = client.peek()?.room(name) ?? null
  other?.leave()
  return other
}
