import type { RefusalBody, RefusalCode, refusals } from '#protocol/refusals.ts'

/** What became of a command. `lost`: the connection ended first, so whether it was done is not known. */
export type Answer<Reply> =
  | { name: 'ok'; reply: Reply }
  | { name: 'no'; refusal: RefusalBody }
  | { name: 'unknown' }
  | { name: 'lost' }

type Later = { [C in RefusalCode]: (typeof refusals)[C]['retry'] extends 'later' ? C : never }[RefusalCode]

/** Those of the table that pass with time, without the table: a page carries it. One that is missing does not compile. */
const later: Record<Later, true> = {
  rate_limited: true,
  too_slow: true,
  busy: true,
  storage_full: true,
  unavailable: true,
  draining: true,
}

/** Whether this refusal passes with time. A code of a newer server counts as one that does not. */
export const passes = ({ code }: RefusalBody): boolean => Object.hasOwn(later, code)
