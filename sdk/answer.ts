import { type RefusalBody, refusals } from '#protocol/refusals.ts'

/** What became of a command. `lost`: the connection ended first, so whether it was done is not known. */
export type Answer<Reply> =
  | { name: 'ok'; reply: Reply }
  | { name: 'no'; refusal: RefusalBody }
  | { name: 'unknown' }
  | { name: 'lost' }

/** Whether this refusal passes with time. A code of a newer server counts as one that does not. */
export const passes = ({ code }: RefusalBody): boolean => refusals[code]?.retry === 'later'
