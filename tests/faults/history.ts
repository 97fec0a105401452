/**
 * What a client saw, entry by entry: the input of the checker (promises.md 4). It names nothing of the server's code, and says of an
 * event what a stranger could write down who reads the wire. `t`: milliseconds of CLOCK_MONOTONIC, one clock for all processes of a
 * box.
 */
export type Entry = { t: number; client: string; principal: string } & Seen

export type Seen =
  /** A command leaves; again, with the same `cid`, after every loss. `hash` of what it says (`hashOf`), the room by its id. */
  | { kind: 'send'; room: string; cid: string; hash: string }
  | { kind: 'ok'; room: string; cid: string; seq: number; epoch: string; dup: boolean }
  | { kind: 'refused'; room: string; cid: string; code: string }
  /** The line is gone, or was, before the answer. */
  | { kind: 'unknown'; room: string; cid: string }
  /** A first snapshot: the next event is `asOf` + 1. */
  | { kind: 'joined'; room: string; epoch: string; asOf: number; lines: readonly SeenEvent[] }
  /** The log goes on after `after`; then every event up to `asOf`, then live. */
  | { kind: 'resumed'; room: string; epoch: string; after: number; asOf: number }
  | { kind: 'reset'; room: string; epoch: string; asOf: number; why: string; lines: readonly SeenEvent[] }
  /** `by`: live, resume, or another road (history, search, export, file, push). */
  | { kind: 'receive'; room: string; epoch: string; by: Road; events: readonly SeenEvent[] }
  /** Taken out of a room by the event `seq`; nothing after it may come. */
  | { kind: 'revoked'; room: string; seq: number }
  | { kind: 'closed'; code: number }

export type Road = 'live' | 'resume' | 'history' | 'search' | 'export' | 'file' | 'push'

/** `erased`: number of the event that took its words; then `hash` is that of the stub. */
export type SeenEvent = { seq: number; type: string; author: string; cid: string; hash: string; erased?: number }

/** The final log of a room, read from the database by the checker's own statements. */
export type FinalRoom = { room: string; epoch: string; floor: number; head: number; events: readonly SeenEvent[] }

/** What the run itself did, so that nothing is called a loss which was one on purpose, and no run passes that did nothing. */
export type Deed =
  | { t: number; kind: 'fault'; id: string; proof: string }
  | { t: number; kind: 'server_down' | 'server_up' }
  /** The room's log went back, as a restore says that it does. */
  | { t: number; kind: 'epoch_changed'; room: string; from: string; to: string; head: number }

export type Violation = { rule: `C-${number}`; room: string; seq?: number; cid?: string; says: string }

/** A run with no acknowledgements, no receivers or no faults that were meant to be is void, not green. */
export type Report = {
  violations: readonly Violation[]
  void: string | null
  checked: { entries: number; commands: number; acknowledged: number; received: number; clients: number; rooms: number }
}
