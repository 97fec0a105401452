import type { Emoticon, Pack } from '#protocol/packs.ts'
import type { Client } from '#sdk/index.ts'
import { monotonicMs } from '../monotonic.ts'

/** A picture as a list offered it, and when that list was asked for. */
export type Offered = { sticker: Emoticon; toldT: number }

/** All stickers that are offered now. Rejects as `client.call` does. */
export async function offered(client: Client): Promise<Offered[]> {
  const toldT = monotonicMs()
  const packs: Pack[] = []
  for (let after: string | undefined; ; ) {
    const page = await client.call('pack.list', after === undefined ? {} : { after })
    packs.push(...page.packs)
    if (!page.next) break
    after = page.next
  }
  const pictures = packs.filter(({ kind }) => kind === 'stickers').flatMap((pack) => pack.pictures)
  return pictures.map(({ name, id, width, height }) => ({ sticker: { name, id, width, height }, toldT }))
}
