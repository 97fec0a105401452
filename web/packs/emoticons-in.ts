import { namesIn } from '#protocol/emoticons.ts'
import type { Emoticon } from '#protocol/packs.ts'
import { listedByName } from './pack-list.ts'

/** What the server will find in a text that it has not seen yet, as far as this page knows the packs. */
export function emoticonsIn(body: string): readonly Emoticon[] {
  return namesIn(body).flatMap((name) => {
    const found = listedByName(name)?.picture
    return found ? [{ name, id: found.id, width: found.width, height: found.height }] : []
  })
}
