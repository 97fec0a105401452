import type { Entry } from '../history.ts'

/** What each process of a crowd is told, one JSON a line on its standard input … */
export type Order =
  /** So many more people of this house come in, `perSecond`. */
  | { do: 'bring'; people: number; rooms: number; perSecond: number }
  /** How they behave from now on; of all in this process together. */
  | { do: 'behave'; load: Load }
  /** Nobody says or leaves anything any more; answered by `settled` when nobody waits for anything. */
  | { do: 'settle'; withinMs: number }
  /** A share of them lose their line, by the proxy in between. */
  | { do: 'cut'; share: number; how: 'reset' | 'silence' | 'fin' }
  /** All lines through the proxy pass so many bytes a second downwards; 0: all that come. */
  | { do: 'slow'; bytesPerSecond: number }
  /** All go, and stay away until they are told to come, all at once. */
  | { do: 'leave' }
  | { do: 'come' }
  /** Who waits before coming back tries at once. */
  | { do: 'hurry' }
  | { do: 'end' }

export type Load = {
  messagesPerSecond: number
  /** Who is there goes; comes back by and by. */
  goingsPerSecond: number
  /** Of what is said: edits, erasures, reactions; bans and pardons. */
  changesShare: number
  bansPerSecond: number
  /** Small files, each said as a message. */
  uploadsPerSecond: number
  /** Pages of history, searches, lists of files. */
  readsPerSecond: number
  /** Messages with a link, which the server asks for a card. */
  linksPerSecond: number
  /** Stickers, of those that are offered at that moment. */
  stickersPerSecond: number
  /** What is said on pages of the classic kind. */
  classicPerSecond: number
  /** Files of messages, whole and in parts; also by who was put out. */
  downloadsPerSecond: number
}

/** … and what it says, one JSON a line on its standard output. */
export type Told =
  | { told: 'entries'; entries: readonly Entry[] }
  | { told: 'brought'; people: number; failed: number; proxied: readonly string[] }
  | { told: 'state'; state: CrowdState }
  | { told: 'settled'; waiting: readonly string[] }
  | { told: 'trouble'; says: string }

export type CrowdState = {
  people: number
  online: number
  /** Who has gone, and will come back by itself. */
  away: number
  unsent: number
  said: number
  /** Lines through the proxy that were slowed down, and that it has cut, since the beginning. */
  slowed: number
  cuts: number
  rssBytes: number
}

/** Names of people who come through a proxy end with it. */
export const PROXIED_MARK = 'x'

export const quiet: Load = {
  messagesPerSecond: 0,
  goingsPerSecond: 0,
  changesShare: 0,
  bansPerSecond: 0,
  uploadsPerSecond: 0,
  readsPerSecond: 0,
  linksPerSecond: 0,
  stickersPerSecond: 0,
  classicPerSecond: 0,
  downloadsPerSecond: 0,
}
