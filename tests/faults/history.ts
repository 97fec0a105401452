/**
 * What a client saw, entry by entry: the input of the checker (promises.md 4). It names nothing of the server's code, and says of an
 * event what a stranger could write down who reads the wire. `t`: milliseconds of CLOCK_MONOTONIC (`monotonic.ts`), one clock for all
 * processes of a box. Entries of one client come in their order, those of different clients interleaved as they like.
 */
export type Entry = { t: number; client: string; principal: string } & Seen

export type Seen =
  /** A command leaves; again, with the same `cid`, after every loss. `hash` of what it says (`hash-of.ts`), the room by its id. */
  | { kind: 'send'; room: string; cid: string; hash: number; command: string }
  /** Somebody writes what the command of this `cid` will say: `said` as of `SeenEvent`. `sticker`: a picture that a list offered at `toldT`. */
  | { kind: 'wrote'; room: string; cid: string; said: number; sticker?: { picture: string; toldT: number } }
  | { kind: 'ok'; room: string; cid: string; seq: number; epoch: string; dup: boolean }
  | { kind: 'refused'; room: string; cid: string; code: string }
  /** The server does not know, or the line is gone before the answer. */
  | { kind: 'unknown'; room: string; cid: string }
  /** A first snapshot: the next event is `asOf` + 1. `reset`: the log is shown anew, and why. */
  | ({ kind: 'joined'; room: string; epoch: string; asOf: number } & SeenPage)
  | ({ kind: 'reset'; room: string; epoch: string; asOf: number; why: string } & SeenPage)
  /** The log goes on after `after`; then every event up to `asOf`, then live. */
  | { kind: 'resumed'; room: string; epoch: string; after: number; asOf: number }
  /** A frame of a joined room. */
  | { kind: 'receive'; room: string; epoch: string; events: readonly SeenEvent[] }
  /** What was asked for by another road at `askedT`. `asOf`: the head that the answer told. `whole`: all lines from `first` to `last`. */
  | {
      kind: 'read'
      room: string
      epoch: string
      by: Road
      askedT: number
      asOf?: number
      whole?: { first: number; last: number }
      events: readonly SeenEvent[]
    }
  /** What the library has shown of the log: next events, or with `snapshot` all of it anew, as of that number. */
  | { kind: 'shown'; room: string; epoch: string; snapshot?: number; seqs: readonly number[] }
  /** What the shown events make of lines, as of `asOf`: it has to be what a fresh snapshot says. */
  | { kind: 'folded'; room: string; epoch: string; asOf: number; events: readonly SeenEvent[] }
  /**
   * Asked at `askedT`, and answered now: a browser of its own is told by push of all that others say in the room. `hidden`: without
   * their words.
   */
  | { kind: 'subscribed'; room: string; askedT: number; hidden: boolean }
  /** A push came to that browser. It leads to message `seq`; `words`: hash of what it said of that one alone, beside its title. */
  | { kind: 'pushed'; room: string; seq: number; words?: number }
  /** What became of asking for a file of message `seq`, the whole or a part, or for the small form of a picture. */
  | { kind: 'downloaded'; room: string; seq: number; file: string; form: Form; askedT: number; got: Got }
  /** The list of a room's files, as it was asked for. */
  | { kind: 'listed'; room: string; askedT: number; files: readonly { seq: number; file: string }[] }
  /**
   * A classic page (features.md 1.2), which knows no numbers: it is in the lobby; says something, once; hears something. `words`: hash of a
   * body that nobody else says.
   */
  | { kind: 'classic_in' }
  | { kind: 'classic_said'; words: number }
  | { kind: 'classic_heard'; words: number }
  /** A card came with event `seq`. `hash`: of what it says; `due`: of what the page behind its link says of itself. */
  | { kind: 'carded'; room: string; seq: number; hash: number; due: number }
  /** A pack was acknowledged as it is now, or as gone: what was done is in every list from here on. */
  | { kind: 'packed'; pack: string; title: string; pictures: readonly string[] }
  | { kind: 'unpacked'; pack: string }
  /** All packs, as they were asked for. */
  | { kind: 'packs'; askedT: number; packs: readonly { pack: string; title: string; pictures: readonly string[] }[] }
  /** What came of asking for what never changes: the picture of a card or of a pack, or all of a pack. It was told of at `toldT`. */
  | { kind: 'pictured'; what: string; toldT: number; askedT: number; got: Got }
  /** Was told that it is put out; nothing of the room may come before it has joined again. */
  | { kind: 'revoked'; room: string }
  /** Wants no more of the room. */
  | { kind: 'left'; room: string }
  | { kind: 'closed'; code: number }

export type Road = 'history' | 'search' | 'export'

/**
 * `due`: hash of the bytes that the file's name stands for (`tea-file.ts`), of the part that was asked for; absent of a picture, which the
 * server makes anew. `code`: of the refusal; what
 * came without one is its status. `broken`: the line, or nobody waited any longer.
 */
export type Form = 'whole' | 'small'
export type Got = { how: 'bytes'; hash: number; due?: number } | { how: 'refused'; code: string } | { how: 'broken' }

/** The lines from `first` to `last` as they were at `last`, and the events from there to `asOf`. */
export type SeenPage = { first: number; last: number; lines: readonly SeenEvent[]; events: readonly SeenEvent[] }

/**
 * `hash`: of all that a reader sees of it, without its time and without names of people. `erased`: number of the event that took its
 * words; then `hash` is that of the stub. `of`: the line that it changes. `member`: who comes into the room, or is put out. `now`: of a line
 * in a page: the number of its newest change, and the hash of what all changes have made of it. `files`: their ids. `words`, in a final log:
 * hash of what a push would say of it. `said`, of a message in a final log: hash of its words, its files and its sticker (`saidOf`).
 */
export type SeenEvent = {
  seq: number
  type: string
  author: string
  cid: string
  hash: number
  erased?: number
  of?: number
  member?: { who: string; how: string }
  now?: { v: number; hash: number }
  files?: readonly string[]
  words?: number
  said?: number
}

/** The final log of a room, read from the database by the checker's own statements (`final-rooms.ts`). Events in any order. */
export type FinalRoom = {
  room: string
  epoch: string
  floor: number
  head: number
  access: string
  events: Iterable<SeenEvent>
}

/** What the run itself did, so that nothing is called a loss which was one on purpose, and no run passes that did nothing. */
export type Deed =
  | { t: number; kind: 'fault'; id: string; proof: string }
  | { t: number; kind: 'server_down' | 'server_up' }
  /** Nobody could be answered from `t` to `until`: the process stood still, or all lines were held. `clients`: only theirs. */
  | { t: number; kind: 'stalled'; until: number; clients?: readonly string[] }
  /** The room's log went back, as a restore says that it does: `head` is the last number that both epochs have. */
  | { t: number; kind: 'epoch_changed'; room: string; from: string; to: string; head: number }

export type RuleId = `C-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15}`
export type Violation = { rule: RuleId; room: string; seq?: number; cid?: string; client?: string; says: string }

/** A run with no acknowledgements, no receivers or no faults that were meant to be is void, not green. */
export type Report = {
  /** At most the first 200 of each rule; `count` is of all. */
  violations: readonly Violation[]
  count: number
  void: string | null
  checked: {
    entries: number
    commands: number
    acknowledged: number
    received: number
    clients: number
    rooms: number
    events: number
    /** Pushes that came; downloads that gave bytes, and those that were refused. */
    pushed: number
    downloaded: number
    denied: number
    /** Lines that classic pages heard of each other; cards; changes of packs that were acknowledged, and pictures of both that came. */
    classic: number
    carded: number
    packed: number
    pictured: number
    /** Stickers that stand in the log as they were said. */
    stickers: number
    faults: Readonly<Record<string, number>>
  }
}
