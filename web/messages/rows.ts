import type { File } from '#protocol/files.ts'
import type { Emoticon } from '#protocol/packs.ts'
import type { Named, Person } from '#protocol/people.ts'
import { callsIn, mentionsOf } from '#web/store/known-people.ts'
import { bodyOf, isOwnReaction, type ShownLine } from '#web/store/lines.ts'
import type { Pending } from '#web/store/outgoing.ts'
import type { Wish } from '#web/store/wishes.ts'

/** One kind of reaction as it is shown: `names` are others of whom is known that they gave it. */
export type ShownReaction = { kind: string; count: number; mine: boolean; names: readonly string[] }

/** One message as it is shown. The same object as long as nothing of it changes, so that its row is not drawn again. */
export type Row = {
  /** Author and client id: the own echo has the key of the row that waited for it. */
  key: string
  seq: number | null
  cid: string
  by: Person
  body: string
  /** Who is named in the body with `@`. */
  mentions: readonly Named[]
  /** What is shown for each `:name:`; undefined while the server has not said it. */
  emoticons: readonly Emoticon[] | undefined
  /** It is one large picture. */
  sticker: Emoticon | undefined
  /** Number of the message that it answers. */
  re: number | null
  files: readonly File[]
  /** Its files are still on their way. */
  upload?: true | undefined
  /** Server time; for an unsent message when it was written. */
  at: number
  state: 'stored' | 'waiting' | 'failed'
  code: string | null
  retryAtMs: number | null
  /** Unsent: it calls everybody; before `untilMs` it would be refused again. */
  call: { untilMs: number | null } | null
  /** When it was edited, and how often; null while it stands as it was written. */
  edited: { at: number; times: number } | null
  reactions: readonly ShownReaction[]
  pinned: boolean
  /** It had to wait: its time and glyph stay, also inside a group. */
  late: boolean
  /** Written a moment ago on this page: it rises into its place. */
  fresh: boolean
  /** What the row was made of; null for an unsent message. */
  line: ShownLine | null
  wish: Wish | null
}

export type Known = ReadonlyMap<string, Row>

const noMentions: readonly Named[] = []
const noFiles: readonly File[] = []
const noEmoticons: readonly Emoticon[] = []
const noReactions: readonly ShownReaction[] = []

export const keyOf = ({ by, cid }: Pick<ShownLine, 'by' | 'cid'>): string => `${by.id}:${cid}`

type Seen = { known: Known; wish: Wish | undefined; reader: string | null }

/** The row of a message of the log, with what oneself has just done to it. */
export function rowOfLine(line: ShownLine, { known, wish, reader }: Seen): Row {
  const key = keyOf(line)
  const before = known.get(key)
  if (before?.line === line && before.wish === (wish ?? null)) return before
  const { seq, cid, by, at, now } = line
  const { late = false, fresh = false } = before ?? {}
  return {
    key,
    seq,
    cid,
    by,
    body: wish?.body ?? bodyOf(line),
    mentions: wish?.body === undefined ? mentionsIn(line) : mentionsOf(wish.body),
    emoticons: wish?.body === undefined ? ((now?.edited ?? line).emoticons ?? noEmoticons) : undefined,
    sticker: line.sticker,
    re: line.re ?? null,
    files: line.files ?? noFiles,
    at,
    state: wish?.body === undefined ? 'stored' : 'waiting',
    code: null,
    retryAtMs: null,
    call: null,
    edited: now?.edited ? { at: now.edited.at, times: now.edited.times } : null,
    reactions: reactionsOf(line, wish, reader),
    pinned: now?.pinned !== undefined,
    late,
    fresh,
    line,
    wish: wish ?? null,
  }
}

/** `@all` is a mention of whoever reads it. */
function mentionsIn(line: ShownLine): readonly Named[] {
  const { all, mentions, now } = line
  const named = (now?.edited ? now.edited.mentions : mentions) ?? noMentions
  return all ? [...callsIn(bodyOf(line)), ...named] : named
}

/** The reactions of a message as the reader has wished them: the log may not know it yet, or know it already. */
export function reactionsOf(line: ShownLine, wish: Wish | undefined, reader: string | null): readonly ShownReaction[] {
  const stored = line.now?.reactions ?? []
  if (stored.length === 0 && !wish?.reactions) return noReactions
  const shown = stored.map((reaction): ShownReaction => {
    const was = isOwnReaction(line, reaction, reader)
    const mine = wish?.reactions?.get(reaction.kind) ?? was
    const others = reaction.who.filter(({ id }) => id !== reader)
    const count = reaction.count + Number(mine) - Number(was)
    return { kind: reaction.kind, count, mine, names: others.map(({ name }) => name) }
  })
  for (const [kind, on] of wish?.reactions ?? []) {
    if (on && !stored.some((one) => one.kind === kind)) shown.push({ kind, count: 1, mine: true, names: [] })
  }
  return shown.filter(({ count }) => count > 0)
}

/** The row of a message that is not known to be in the log. */
export function rowOfPending(one: Pending, mine: Person, { known, skewMs }: { known: Known; skewMs: number }): Row {
  const key = `${mine.id}:${one.cid}`
  const before = known.get(key)
  const { id, name, look } = mine
  const row: Row = {
    key,
    seq: null,
    cid: one.cid,
    by: { id, name, look },
    body: one.body,
    mentions: before?.mentions ?? [...(one.all ? callsIn(one.body) : noMentions), ...mentionsOf(one.body)],
    emoticons: undefined,
    sticker: one.sticker,
    re: one.re,
    files: one.files,
    upload: one.upload,
    at: before?.at ?? one.writtenMs + skewMs,
    state: one.state,
    code: one.code,
    retryAtMs: one.retryAtMs,
    call: one.all ? { untilMs: one.untilMs } : null,
    edited: null,
    reactions: noReactions,
    pinned: false,
    late: one.late,
    fresh: before ? before.fresh : !one.late && one.state === 'waiting',
    line: null,
    wish: null,
  }
  return before && sameUnsent(before, row) ? before : row
}

const sameUnsent = (one: Row, other: Row): boolean =>
  one.line === null &&
  one.files === other.files &&
  one.upload === other.upload &&
  one.state === other.state &&
  one.code === other.code &&
  one.retryAtMs === other.retryAtMs &&
  one.late === other.late &&
  one.by.name === other.by.name &&
  one.by.look === other.by.look
