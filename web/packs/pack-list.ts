import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { emoticonKey } from '#protocol/emoticons.ts'
import type { Pack, PackPicture } from '#protocol/packs.ts'
import { client } from '#web/store/session.ts'

/** The list may have been changed by the owner; asked again no sooner than after this because of a picture that is not in it. */
const STALE_MS = 30_000

/** A picture with the pack that it is in. */
export type Listed = { picture: PackPicture; pack: Pack }

const state: Signal<readonly Pack[] | null> = signal<readonly Pack[] | null>(null)
/** All packs, oldest first; null until they were asked for. */
export const packs: ReadonlySignal<readonly Pack[] | null> = state
let coming: Promise<readonly Pack[]> | null = null
let askedMs = Number.NEGATIVE_INFINITY

const byId = computed(() => {
  const all = new Map<string, Listed>()
  for (const pack of state.value ?? []) for (const picture of pack.pictures) all.set(picture.id, { picture, pack })
  return all
})
const byName = computed(() => {
  const all = new Map<string, Listed>()
  for (const listed of byId.value.values())
    for (const name of namesOf(listed.picture)) all.set(emoticonKey(name), listed)
  return all
})

export const namesOf = ({ name, also = [] }: PackPicture): string[] => [name, ...also]
export const listedById = (id: string): Listed | undefined => byId.value.get(id)
export const listedByName = (name: string): Listed | undefined => byName.value.get(emoticonKey(name))

/** The packs as the server has them now. Rejects when it is not reached. */
export function readPacks(): Promise<readonly Pack[]> {
  coming ??= ask().finally(() => {
    coming = null
  })
  return coming
}

/** The packs as they were read, unless a picture that is wanted is in none, and they may have changed since. */
export function packsWith(id: string): Promise<readonly Pack[]> {
  const now = state.peek()
  if (now && (byId.peek().has(id) || performance.now() - askedMs < STALE_MS)) return Promise.resolve(now)
  return readPacks()
}

async function ask(): Promise<readonly Pack[]> {
  const to = client.peek()
  if (!to) throw new Error('packs: there is no connection')
  askedMs = performance.now()
  const all: Pack[] = []
  for (let after: string | undefined; ; ) {
    const page = await to.call('pack.list', after === undefined ? {} : { after })
    all.push(...page.packs)
    if (page.next === undefined) break
    after = page.next
  }
  state.value = keepSame(state.peek(), all)
  return state.value
}

/** What has changed was told by the server: the owner's own page shows it at once. */
export function tellPack(pack: Pack): void {
  const now = state.peek() ?? []
  const at = now.findIndex(({ id }) => id === pack.id)
  state.value = at < 0 ? [...now, pack] : now.with(at, pack)
}

export function forgetPack(id: string): void {
  state.value = (state.peek() ?? []).filter((pack) => pack.id !== id)
}

/** A pack that is as it was stays the same object, so that nothing of it is drawn again. */
function keepSame(before: readonly Pack[] | null, now: readonly Pack[]): readonly Pack[] {
  const known = new Map((before ?? []).map((pack) => [pack.id, pack]))
  return now.map((pack) => {
    const old = known.get(pack.id)
    return old && old.version === pack.version && old.title === pack.title ? old : pack
  })
}
