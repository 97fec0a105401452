import type { Emoticon } from '#protocol/packs.ts'

const MOST_LARGE = 3
/** An emoji of three parts with tones and joiners is shorter than this. */
const MOST_UNITS = 120
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const emoji = /^\p{RGI_Emoji}$/v

/** Nothing but one to three emoji, or names of emoticons: shown large, without paper. */
export function isEmojiOnly(body: string, emoticons: readonly Emoticon[] = []): boolean {
  if (body.length > MOST_UNITS) return false
  const text = emoticons.reduce((rest, { name }) => rest.replaceAll(`:${name}:`, '🍵'), body)
  if (/^[\x20-\x7e]/.test(text)) return false
  let count = 0
  // Of a sentence the first letter is enough.
  for (const { segment } of segmenter.segment(text.replace(/\s/g, '')))
    if (++count > MOST_LARGE || !emoji.test(segment)) return false
  return count > 0
}

/** As protocol/markup.ts has it. */
export const isAction = (body: string): boolean => /^\/me[ \t\u3000]+(?=\S)/u.test(body)
