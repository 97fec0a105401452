import type { File } from '#protocol/files.ts'
import type { Emoticon } from '#protocol/packs.ts'

/** A WebSocket as this library uses one: our own five members, so that neither the DOM nor Bun is needed. */
export type Socket = {
  send(text: string): void
  close(code?: number): void
  onOpen: (() => void) | null
  onText: ((text: string) => void) | null
  /** Fires exactly once, also when the socket never opened. */
  onClose: ((code: number) => void) | null
}

/** A message that was written and is not known to be stored. */
export type Unsent = {
  cid: string
  /** The principal who wrote it; an entry is never sent, nor shown, in the name of another (T-81). */
  author: string
  /** The address of the room: '' is the lobby. */
  room: string
  body: string
  /** Number of the message that it answers. */
  re?: number
  /** The log in which `re` is that message: in a restored one it may be another. */
  epoch?: string
  /** Ids of the people whom it mentions. */
  mentions?: readonly string[]
  /** Everybody is meant. */
  all?: true
  /** Files that wait in this room to be named, as the server told of them; `alt` is the author's. */
  files?: readonly File[]
  /** A picture of a pack of stickers, as `pack.list` told of it; `body` is its `:name:`. */
  sticker?: Emoticon
  writtenMs: number
  /**
   * Set when it was refused for good or grew too old: it waits for a person to resend or discard it. `untilMs`: before then
   * it would be refused again; platform time.
   */
  failed?: { code: string; untilMs?: number }
}

/**
 * Where unsent messages survive a reload, a crash and a restart (P-11). `load` gives what belongs to `author` and is not
 * held by another living tab, and takes hold of it, oldest first.
 */
export type Keep = {
  load(author: string): Promise<Unsent[]>
  put(entry: Unsent): Promise<void>
  remove(cid: string): Promise<void>
}

/** What every JavaScript home has. Tests hand in their own clock and sockets. */
export type Platform = {
  openSocket(url: string): Socket
  /** Runs `run` once after `ms`; returns its stop. */
  after(ms: number, run: () => void): () => void
  nowMs(): number
  /** Random bytes fit for ids; not randomUUID: browsers refuse it on plain http. */
  randomBytes(count: number): Uint8Array
  keep: Keep
}
