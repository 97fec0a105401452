import { emoticonRuns, namesIn, wordsOf } from '#protocol/emoticons.ts'
import { limits } from '#protocol/limits.ts'
import { parseMarkup } from '#protocol/markup.ts'
import type { Emoticon } from '#protocol/packs.ts'
import type { Named } from '#protocol/people.ts'
import type { HeldPacks } from './held-packs.ts'

/** What the `:name:` of a body show, as a member to be spread into an event. */
export type EmoticonsIn = (body: string, mentions?: readonly Named[]) => { emoticons?: Emoticon[] }

/** Nearly all bodies have no name between colons, and cost one look. What is unknown stays text, and so does what is code. */
export const createEmoticonsIn =
  (held: HeldPacks): EmoticonsIn =>
  (body, mentions) => {
    if (!body.includes(':') || !namesIn(body).some((name) => held.named(name))) return {}
    const found = new Map<string, Emoticon>()
    for (const words of wordsOf(parseMarkup(body, mentions)))
      for (const { name } of emoticonRuns(words, (one) => held.named(one) !== undefined)) {
        const emoticon = name === undefined ? undefined : held.named(name)
        if (emoticon && found.size < limits.emoticons) found.set(emoticon.name, emoticon)
      }
    return found.size > 0 ? { emoticons: [...found.values()] } : {}
  }
