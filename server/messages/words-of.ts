import * as v from 'valibot'
import { named } from '#protocol/people.ts'

const words = v.object({ body: v.string(), mentions: v.optional(v.array(named)) })
const stored = v.looseObject({})

/** The words of a stored event that has some. */
export const wordsOf = (wire: string): v.InferOutput<typeof words> => v.parse(words, JSON.parse(wire))

/** Whether a stored message says the words of another one again. */
export const isForwarded = (wire: string): boolean => 'fwd' in v.parse(stored, JSON.parse(wire))

/** Whether a stored message is one large picture: its words are the name of that. */
export const isSticker = (wire: string): boolean => 'sticker' in v.parse(stored, JSON.parse(wire))

/** Whether a stored message shows files: its words may be none. */
export const hasFiles = (wire: string): boolean => 'files' in v.parse(stored, JSON.parse(wire))

/** What outlives an erasure (promises.md 1, stub). Only what is named here stays. */
const kept = ['type', 'by', 'cid', 'message']

/** The stub of a stored event: `erased` is the number of the event that took its words. */
export function stubOf(wire: string, erased: number): string {
  const entries = Object.entries(v.parse(stored, JSON.parse(wire))).filter(([field]) => kept.includes(field))
  return JSON.stringify({ ...Object.fromEntries(entries), erased })
}
