import type { PeoplePush } from '#protocol/people.ts'
import type { RoomEvent, RoomInfo } from '#protocol/rooms.ts'
import type { Unsent } from './platform.ts'

/** `why` is absent on a first visit; otherwise the log has to be shown anew for this reason. */
export type Snapshot = {
  room: RoomInfo
  epoch: string
  asOf: number
  floor: number
  events: readonly RoomEvent[]
  why?: 'epoch' | 'ahead' | 'floor' | 'too_far'
}

export type HistoryPage = { events: readonly RoomEvent[]; more: boolean; head: number }

/** An unsent message as it stands: `waiting` (offline, or in line), `sending`, or `failed` with the refusal's code. */
export type Outgoing = Unsent & { state: 'waiting' | 'sending' | 'failed'; retryAtMs?: number }

export type RoomListener = {
  /** Before the first `events`, and again after a reset. Everything shown before is to be replaced. */
  snapshot?(snapshot: Snapshot): void
  /**
   * The next events, in order, each exactly once (P-11); `caughtUp` is false while a resume still has more pages. Empty
   * only where it says that one is caught up again and nothing (that this library knows) was missed.
   */
  events?(events: readonly RoomEvent[], caughtUp: boolean): void
  people?(push: PeoplePush): void
  /**
   * The unsent messages of this room, in the order of writing. Fires after every change. A message leaves the list in the
   * turn in which `events` or `snapshot` has just shown it, after that call; so it can be replaced in place.
   */
  outgoing?(entries: readonly Outgoing[]): void
  /**
   * The room cannot be opened (its name is invalid, or it may not be made): the refusal's code. It is tried again after
   * the next hello, after a `profile.set`, and when `client.room` is called again.
   */
  refused?(code: string): void
}

export type Room = {
  readonly name: string
  readonly info: RoomInfo | null
  readonly outgoing: readonly Outgoing[]
  /**
   * Returns its stop. Who begins to listen after the first snapshot makes the room be joined anew: all listeners then get
   * a snapshot. So listen in the turn in which `client.room` was called.
   */
  listen(listener: RoomListener): () => void
  /**
   * Keeps `body` until it is stored, and sends it once, in order, however often the network fails. 1 to 4,000 characters
   * (`limits.bodyChars`, the hello tells). Returns its cid. What was refused for good, or was not sent within 10 minutes
   * (code `expired`), becomes `failed` and does not hold up the others. Throws RangeError at 1,000 unsent messages.
   */
  post(body: string): string
  /** Puts a failed message at the end of the line. It keeps its cid, except after `client_id_conflict`. */
  resend(cid: string): void
  /** Forgets an unsent message. One that is on its way may be stored all the same, and then comes as an event. */
  discard(cid: string): void
  /**
   * A page of the log, oldest first: the newest below `before`, or the first above `after`. Rejects with `Refused`, or
   * with `Disconnected` when there is no connection or the room is not open yet.
   */
  history(where: { before: number } | { after: number }, limit?: number): Promise<HistoryPage>
  /** No events from now on; listeners stay. `client.room` of the same name comes back with a snapshot. */
  leave(): void
}
