import type { File } from '#protocol/files.ts'
import type { LinePage } from '#protocol/lines.ts'
import type { EarlierBody, SomeLines, StoredReply } from '#protocol/messages.ts'
import type { Emoticon } from '#protocol/packs.ts'
import type { Named, PeoplePush } from '#protocol/people.ts'
import type { Role } from '#protocol/room-info.ts'
import type { RoomEvent, RoomInfo } from '#protocol/rooms.ts'
import type { Unsent } from './platform.ts'

/**
 * The newest lines as they are at number `asOf`, which is `last`. `why` is absent on a first visit; otherwise the log has to
 * be shown anew for this reason.
 */
export type Snapshot = LinePage & {
  room: RoomInfo
  epoch: string
  asOf: number
  floor: number
  why?: 'epoch' | 'ahead' | 'floor' | 'too_far'
}

/**
 * The lines of the log from number `first` to `last`, as they are now. Numbers between them belong to changes, so pages are
 * joined by `first` and `last`, never by the numbers of lines.
 */
export type HistoryPage = LinePage & { more: boolean; head: number }

/**
 * An unsent message as it stands: `waiting` (offline, or in line), `sending`, or `failed` with the refusal's code. `retryAtMs`: the server asked to
 * wait until then; `retryCode`: the refusal in which it did.
 */
export type Outgoing = Unsent & { state: 'waiting' | 'sending' | 'failed'; retryAtMs?: number; retryCode?: string }

/**
 * What a message may have beside its words: the number of the one that it answers, ids of people, and whether everybody is
 * meant (the words have to say so). A call that is not allowed yet becomes `failed` with `rate_limited`. `files` were
 * uploaded into this room before (POST /api/rooms/<room id>/uploads). `sticker`: the whole message
 * is one large picture of a pack, and `body` its `:name:`. `cid`: an id that was made before, by `uuid`; what waits under it already is
 * not taken twice. `epoch`: the log in which `re` is a number, where that is not the one told last.
 */
export type Saying = {
  re?: number
  epoch?: string
  mentions?: readonly string[]
  all?: true
  files?: readonly File[]
  sticker?: Emoticon
  cid?: string
}

/** A message by the id of its room and its number. */
export type Source = { room: string; message: number; epoch?: string }

/** `at`: milliseconds since 1970; the page is around the first line of that time or later. */
export type HistoryPlace = { before: number } | { after: number } | { around: number } | { at: number }

export type { Role } from '#protocol/room-info.ts'

/** How one was put out: by its owner, or by oneself on another connection. */
export type Out = 'removed' | 'banned' | 'left'

/** How far somebody has a room's log. */
export type LogPlace = { epoch: string; seq: number }

export type RoomListener = {
  /** Before the first `events`, and again after a reset. Everything shown before is to be replaced. */
  snapshot?(snapshot: Snapshot): void
  /**
   * The next events, in order, each exactly once (P-11); `caughtUp` is false while a resume still has more pages. Empty
   * only where it says that one is caught up again and nothing (that this library knows) was missed.
   */
  events?(events: readonly RoomEvent[], caughtUp: boolean): void
  people?(push: PeoplePush): void
  /** The room as it is, and what one is in it: with every join, before its snapshot or events, and when they change. */
  standing?(info: RoomInfo, role: Role | null): void
  /**
   * One is in this room no more. It is not tried again before `client.room` is called, the room comes back on one's list, or, for
   * who was banned, the next hello.
   */
  out?(how: Out): void
  /** All who are writing now, oneself not among them, in the order of beginning; at most five. Ephemeral (HOUSE-8). */
  typing?(typists: readonly Named[]): void
  /**
   * The unsent messages of this room, in the order of writing. Fires after every change. A message leaves the list in the
   * turn in which `events` or `snapshot` has just shown it, after that call; so it can be replaced in place.
   */
  outgoing?(entries: readonly Outgoing[]): void
  /**
   * The room cannot be opened (its name is invalid, it may not be made, one may not see it, or is banned): the refusal's code.
   * It is tried again after the next hello, after a `profile.set`, when it comes on one's list, and when `client.room` is
   * called again.
   */
  refused?(code: string): void
}

export type Room = {
  readonly name: string
  readonly info: RoomInfo | null
  /** What one is in it; null: nothing special, or not known. */
  readonly role: Role | null
  readonly outgoing: readonly Outgoing[]
  /** How far its log was told; also of a room that was left. Null before the first snapshot. */
  readonly place: LogPlace | null
  /**
   * Returns its stop. Who begins to listen after the first snapshot makes the room be joined anew: all listeners then get
   * a snapshot. So listen in the turn in which `client.room` was called. Who has kept the log of a room that was left says
   * with `after` how far: where that is the room's `place`, only what came since is told.
   */
  listen(listener: RoomListener, after?: LogPlace | null): () => void
  /**
   * Keeps `body` until it is stored, and sends it once, in order, however often the network fails. 1 to 4,000 characters, or none with files
   * (`limits.bodyChars`, the hello tells). Returns its cid. What was refused for good, or was not sent within 10 minutes
   * (code `expired`), becomes `failed` and does not hold up the others. Throws RangeError at 1,000 unsent messages.
   */
  post(body: string, extra?: Saying): string
  /**
   * Puts a failed message at the end of the line. It keeps its cid, except after `client_id_conflict`. After `restored` it answers
   * nothing any more, where the number that it named is of another log.
   */
  resend(cid: string): void
  /**
   * An own message that was stored and that a restored log has lost: it becomes unsent again, as `failed` with code `restored`, and waits
   * for a person. It keeps its cid, so that nothing is said twice where it turns out to be there (P-5).
   */
  recover(body: string, extra: Saying & { cid: string }): void
  /** Forgets an unsent message. One that is on its way may be stored all the same, and then comes as an event. */
  discard(cid: string): void
  /**
   * A page of lines, oldest first: the newest below `before`, the first above `after`, or those around a number or a time.
   * Like all that reads it rejects with `Refused`, or with `Disconnected` when there is no connection or the room is not
   * open yet.
   */
  history(where: HistoryPlace, limit?: number): Promise<HistoryPage>
  /** Lines by their numbers, at most 50, in the order of the log; `rest` are those that had no place in the answer. */
  get(messages: readonly number[]): Promise<SomeLines>
  /** The pinned lines, the newest pin first. */
  pins(): Promise<SomeLines>
  /** An own message as it was before each edit, oldest first. */
  edits(message: number): Promise<readonly EarlierBody[]>
  /**
   * The four that change a message resolve when the change is stored; everybody, oneself too, sees it by its event. They go
   * one at a time, in the order of asking. What is refused rejects with `Refused`, while the room is not joined all reject
   * at once with `Disconnected`; where the line breaks before the answer they are sent again for 30 s, with the same cid.
   */
  edit(message: number, body: string, mentions?: readonly string[]): Promise<StoredReply>
  erase(message: number, how: 'recall' | 'delete'): Promise<StoredReply>
  react(message: number, kind: string, on: boolean): Promise<StoredReply>
  pin(message: number, on: boolean): Promise<StoredReply>
  /**
   * Says that one is writing; call it with every letter. It is sent every 3 s at most, and only where it would be told:
   * joined, and not too many people. False when the text is empty or left; `post` ends it by itself.
   */
  typing(on: boolean): void
  /**
   * No events from now on; listeners stay. What was written for it is still sent. `client.room` of the same name comes back
   * with what was missed, as after a loss of the line.
   */
  leave(): void
}
