import type { RuleId } from '../history.ts'

/** A change of the server's source: `find` has to be there exactly once, or the server does not start. */
export type Patch = { file: string; find: string; replace: string }

export type Bug = {
  id: `B-${number}`
  says: string
  /** One of these has to speak up. */
  rules: readonly RuleId[]
  patches: readonly Patch[]
  /** What has to happen for it to show, beside the usual tour. */
  needs?: 'power loss'
  /** It shows on the roads beside the socket, or in what a house has beside its rooms: each has a tour of its own (‹name›-tour.ts). */
  tour?: 'roads' | 'house'
  /** Files lie in a bucket. */
  bucket?: true
  /** Settings of the server in which it shows. */
  env?: Readonly<Record<string, string>>
  /** How often the server ends in the middle of the talk; once. */
  endings?: number
  /** How long the tour waits for what may never come, where the usual is too short to tell. */
  patienceMs?: number
}

/** How a server is told which bug it is built with. */
export const PLANTED = 'PLANTED_BUG'
