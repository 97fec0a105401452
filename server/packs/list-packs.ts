import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller, Encoded } from '#server/accounts/caller.ts'
import { type HeldPack, type HeldPacks, toldPack } from './held-packs.ts'

/** Around the packs of a page. */
const FRAME_BYTES = 256

/** Pages of whole packs, each within a frame where a pack is. What was encoded once is kept as long as its pack is. */
export function createListPacks(held: HeldPacks) {
  const encoded = new WeakMap<HeldPack, string>()

  function textOf(pack: HeldPack): string {
    const known = encoded.get(pack) ?? JSON.stringify(toldPack(pack))
    encoded.set(pack, known)
    return known
  }

  return function listPacks(_caller: Caller, { after }: CommandInput<'pack.list'>): Encoded {
    const all = held.all()
    const first = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
    const page: string[] = []
    let bytes = FRAME_BYTES
    for (const pack of all.slice(first)) {
      const text = textOf(pack)
      bytes += Buffer.byteLength(text)
      if (page.length > 0 && bytes > limits.frameBytes) break
      page.push(text)
    }
    const last = all[first + page.length - 1]
    const next = last && first + page.length < all.length ? `,"next":${JSON.stringify(last.id)}` : ''
    return { encoded: `{"packs":[${page.join(',')}]${next}}` }
  }
}
