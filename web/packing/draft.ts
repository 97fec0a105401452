import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { emoticonKey, emoticonNamePattern } from '#protocol/emoticons.ts'
import type { Pack } from '#protocol/packs.ts'
import { Refused } from '#sdk/index.ts'
import { packs, tellPack } from '#web/packs/index.ts'
import { client } from '#web/store/session.ts'
import { NotSent, type Why } from '#web/uploads/send-file.ts'
import { refusalSentence } from '#web/words/refusals.ts'
import type { Picked } from './pick-pictures.ts'
import { uploadPicture } from './upload-picture.ts'

/** Why a name cannot stand. */
export type NameWhy = 'empty' | 'name_invalid' | 'name_twice' | 'name_taken'

/** One picture on its way into a pack. `sent`: id of its file, once it is uploaded. */
export type Draft = {
  readonly key: number
  readonly file: string
  readonly blob: Blob
  readonly url: string
  readonly name: Signal<string>
  readonly sent: Signal<string | null>
  readonly why: Signal<Why | null>
}

export type Stage = { name: 'editing' } | { name: 'uploading'; stop: AbortController }

/** Uploads at one time: the second fills the pauses of the first. */
const AT_ONCE = 2
let made = 0

/** Pictures that are to be a pack, or more of one: named, looked at, uploaded, then made in one step. */
export class PackDraft {
  readonly into: Pack | null
  readonly title: Signal<string>
  readonly kind: Signal<Pack['kind']> = signal<Pack['kind']>('emoticons')
  readonly items: Signal<readonly Draft[]>
  readonly stage: Signal<Stage> = signal<Stage>({ name: 'editing' })
  /** Why the pack as a whole was not made. */
  readonly trouble: Signal<string | null> = signal<string | null>(null)
  /** What is wrong with names, by item. */
  readonly names: ReadonlySignal<ReadonlyMap<number, NameWhy>>
  /** A name that the server has refused: somebody else's list was newer. */
  readonly #taken: Signal<string | null> = signal<string | null>(null)

  constructor(pictures: readonly Picked[], title: string, into: Pack | null) {
    this.into = into
    this.title = signal(title)
    this.items = signal(pictures.map(draftOf))
    this.names = computed(() => this.#namesWrong())
  }

  get done(): number {
    return this.items.value.filter(({ sent }) => sent.value !== null).length
  }

  /** How many need a look before anything is uploaded. */
  get wrong(): number {
    return this.items.value.filter(({ key, why }) => why.value !== null || this.names.value.has(key)).length
  }

  leaveOut(item: Draft): void {
    this.items.value = this.items.value.filter((one) => one !== item)
    URL.revokeObjectURL(item.url)
  }

  close(): void {
    this.cancel()
    for (const { url } of this.items.peek()) URL.revokeObjectURL(url)
  }

  cancel(): void {
    const now = this.stage.peek()
    if (now.name === 'uploading') now.stop.abort()
    this.stage.value = { name: 'editing' }
  }

  /** Uploads what is not there yet, and makes the pack. Null: something is to be mended first, or it was cancelled. */
  async upload(): Promise<Pack | null> {
    if (this.stage.peek().name !== 'editing') return null
    const stop = new AbortController()
    this.stage.value = { name: 'uploading', stop }
    this.trouble.value = null
    const left = this.items.peek().filter(({ sent }) => sent.peek() === null)
    const next = left.values()
    await Promise.all(Array.from({ length: AT_ONCE }, () => sendAll(next, stop.signal)))
    if (stop.signal.aborted) return null
    const pack = this.wrong > 0 ? null : await this.#make()
    this.stage.value = { name: 'editing' }
    return pack
  }

  async #make(): Promise<Pack | null> {
    const pictures = this.items.peek().flatMap(({ name, sent }) => {
      const file = sent.peek()
      return file === null ? [] : [{ name: name.peek().trim(), file }]
    })
    try {
      const to = client.peek()
      if (!to) return null
      const { pack } = this.into
        ? await to.call('pack.change', { pack: this.into.id, add: pictures })
        : await to.call('pack.make', { title: this.title.peek(), kind: this.kind.peek(), pictures })
      tellPack(pack)
      return pack
    } catch (error) {
      if (error instanceof Refused && error.refusal.code === 'name_taken')
        this.#taken.value = error.refusal.field ?? null
      else this.trouble.value = refusalSentence(error)
      return null
    }
  }

  #namesWrong(): Map<number, NameWhy> {
    const taken = new Set(
      (packs.value ?? []).flatMap(({ pictures }) =>
        pictures.flatMap(({ name, also = [] }) => [name, ...also].map(emoticonKey)),
      ),
    )
    if (this.#taken.value !== null) taken.add(emoticonKey(this.#taken.value))
    const seen = new Set<string>()
    const wrong = new Map<number, NameWhy>()
    for (const { key, name } of this.items.value) {
      const why = whyNot(name.value.trim(), taken, seen)
      if (why) wrong.set(key, why)
    }
    return wrong
  }
}

function whyNot(name: string, taken: ReadonlySet<string>, seen: Set<string>): NameWhy | null {
  if (name === '') return 'empty'
  if (!emoticonNamePattern.test(name)) return 'name_invalid'
  const key = emoticonKey(name)
  if (seen.has(key)) return 'name_twice'
  seen.add(key)
  return taken.has(key) ? 'name_taken' : null
}

const draftOf = ({ file, name, blob }: Picked): Draft => ({
  key: ++made,
  file,
  blob,
  url: URL.createObjectURL(blob),
  name: signal(name),
  sent: signal<string | null>(null),
  why: signal<Why | null>(null),
})

/** One that is refused does not keep the others. */
async function sendAll(items: IterableIterator<Draft>, stop: AbortSignal): Promise<void> {
  for (const item of items) {
    if (stop.aborted) return
    item.why.value = null
    try {
      item.sent.value = await uploadPicture(item.file, item.blob, stop)
    } catch (error) {
      if (stop.aborted) return
      item.why.value = error instanceof NotSent ? error.why : { code: 'internal' }
    }
  }
}
