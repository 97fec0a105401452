import type { MessagePosted } from '#protocol/message-events.ts'
import type { Person } from '#protocol/people.ts'
import type { Pending } from '#web/store/outgoing.ts'
import type { PresenceLine } from '#web/store/presence-lines.ts'
import { atEnd, type Timeline } from '#web/store/timeline.ts'
import { dayOf } from './days.ts'

/** One message as it is shown. The same object as long as nothing of it changes, so that its row is not drawn again. */
export type Row = {
  /** Author and client id: the own echo has the key of the row that waited for it. */
  key: string
  seq: number | null
  cid: string
  by: Person
  body: string
  /** Server time; for an unsent message when it was written. */
  at: number
  state: 'stored' | 'waiting' | 'failed'
  code: string | null
  retryAtMs: number | null
  /** It had to wait: its time and glyph stay, also inside a group. */
  late: boolean
  /** Written a moment ago on this page: it rises into its place. */
  fresh: boolean
}

export type Block =
  | { kind: 'start' | 'unread' | 'restored'; key: string }
  | { kind: 'day' | 'gap'; key: string; at: number }
  | { kind: 'missed'; key: string; after: number; count: number }
  | { kind: 'presence'; key: string; line: PresenceLine }
  | { kind: 'group'; key: string; by: Person; own: boolean; rows: readonly Row[] }

export type Group = Extract<Block, { kind: 'group' }>

export type LogInput = {
  timeline: Timeline
  pending: readonly Pending[]
  presence: readonly PresenceLine[]
  /** The unread line stands above this message. */
  unreadAt: number | null
  /** Oneself; null before it is known. */
  mine: Person | null
  /** Server's clock minus the platform's. */
  skewMs: number
}

const GROUP_MS = 5 * 60_000
const GAP_MS = 30 * 60_000

type Item = { after: number; row: Row } | { after: number; block: Block }

/** The blocks of the log, top to bottom. What did not change since `before` is the same object. */
export function buildBlocks(before: readonly Block[], input: LogInput): Block[] {
  const known = new Map<string, Row>()
  for (const block of before) if (block.kind === 'group') for (const row of block.rows) known.set(row.key, row)
  const blocks = arrange(itemsOf(input, known), input)
  return keepSame(before, nameGroups(before, blocks))
}

function itemsOf(input: LogInput, known: ReadonlyMap<string, Row>): Item[] {
  const { timeline, pending, mine } = input
  const shown = timeline.lines.map((line) => ({ after: line.seq, row: rowOfLine(line, known) }))
  const place = (one: Pending) => (one.state === 'failed' ? (one.afterSeq ?? timeline.head) : Number.MAX_SAFE_INTEGER)
  const unsent = mine ? pending.map((one) => ({ after: place(one), row: rowOfPending(one, input, mine, known) })) : []
  const between = [...lineBlocks(input), ...unsent].filter(({ after }) => isInWindow(after, timeline))
  // Stable: what stands after the same message keeps its order.
  between.sort((one, other) => one.after - other.after)
  return merge(shown, between)
}

const isInWindow = (after: number, timeline: Timeline): boolean =>
  after >= timeline.from - 1 && (after <= timeline.to || atEnd(timeline))

function merge(lines: readonly Item[], between: readonly Item[]): Item[] {
  const items: Item[] = []
  let next = 0
  const upTo = (seq: number) => {
    for (let one = between[next]; one && one.after < seq; one = between[++next]) items.push(one)
  }
  for (const line of lines) {
    upTo(line.after)
    items.push(line)
  }
  upTo(Number.POSITIVE_INFINITY)
  return items
}

function lineBlocks({ timeline, presence }: LogInput): Item[] {
  const items: Item[] = presence.map((line) => ({
    after: line.afterSeq,
    block: { kind: 'presence', key: `presence:${line.id}`, line },
  }))
  const { restoredAfter, missed } = timeline
  if (restoredAfter !== null) items.push({ after: restoredAfter, block: { kind: 'restored', key: 'restored' } })
  if (missed) items.push({ after: clamp(missed.after, timeline), block: { kind: 'missed', key: 'missed', ...missed } })
  return items
}

/** The line about missed messages always shows: at the nearer edge when its place is outside of the window. */
const clamp = (after: number, { from, to }: Timeline): number => Math.min(Math.max(after, from - 1), to)

function rowOfLine(line: MessagePosted, known: ReadonlyMap<string, Row>): Row {
  const key = `${line.by.id}:${line.cid}`
  const before = known.get(key)
  if (before?.state === 'stored') return before
  const { seq, cid, by, body, at } = line
  const { late = false, fresh = false } = before ?? {}
  return { key, seq, cid, by, body, at, state: 'stored', code: null, retryAtMs: null, late, fresh }
}

function rowOfPending(one: Pending, input: LogInput, mine: Person, known: ReadonlyMap<string, Row>): Row {
  const key = `${mine.id}:${one.cid}`
  const before = known.get(key)
  const { cid, body, code, retryAtMs, late } = one
  const { id, name, look } = mine
  const at = before?.at ?? one.writtenMs + input.skewMs
  const fresh = before ? before.fresh : !late && one.state === 'waiting'
  const row: Row = {
    key,
    seq: null,
    cid,
    by: { id, name, look },
    body,
    at,
    state: one.state,
    code,
    retryAtMs,
    late,
    fresh,
  }
  return before && sameRow(before, row) ? before : row
}

const sameRow = (one: Row, other: Row): boolean =>
  one.state === other.state &&
  one.code === other.code &&
  one.retryAtMs === other.retryAtMs &&
  one.late === other.late &&
  one.by.name === other.by.name &&
  one.by.look === other.by.look

/** Day lines, times after a long silence, the unread line, and rows gathered into groups. */
function arrange(items: readonly Item[], { timeline, unreadAt, mine }: LogInput): Block[] {
  const blocks: Block[] = timeline.atStart && timeline.lines.length > 0 ? [{ kind: 'start', key: 'start' }] : []
  let last: Row | null = null
  let group: { by: Person; rows: Row[] } | null = null
  for (const item of items) {
    if ('block' in item) {
      blocks.push(item.block)
      group = null
      continue
    }
    const { row } = item
    const lines = linesAbove(row, last, unreadAt)
    if (lines.length > 0 || !group || !belongs(row, group.rows.at(-1), group.by)) {
      const rows: Row[] = []
      group = { by: row.by, rows }
      blocks.push(...lines, { kind: 'group', key: '', by: row.by, own: row.by.id === mine?.id, rows })
    }
    group.rows.push(row)
    last = row
  }
  return blocks
}

function linesAbove(row: Row, last: Row | null, unreadAt: number | null): Block[] {
  const lines: Block[] = []
  const day = dayOf(row.at)
  if (!last || dayOf(last.at) !== day) lines.push({ kind: 'day', key: `day:${day}`, at: row.at })
  else if (row.at - last.at > GAP_MS) lines.push({ kind: 'gap', key: `gap:${row.key}`, at: row.at })
  if (unreadAt !== null && row.seq !== null && row.seq >= unreadAt && !(last?.seq && last.seq >= unreadAt)) {
    lines.push({ kind: 'unread', key: 'unread' })
  }
  return lines
}

const belongs = (row: Row, last: Row | undefined, by: Person): boolean =>
  last !== undefined &&
  row.by.id === by.id &&
  row.by.name === by.name &&
  row.by.look === by.look &&
  row.at - last.at < GROUP_MS

/** A group keeps its key as long as one of its rows is the same, so that a page above or below does not draw it anew. */
function nameGroups(before: readonly Block[], blocks: readonly Block[]): Block[] {
  const groupOf = new Map<string, string>()
  for (const block of before) if (block.kind === 'group') for (const row of block.rows) groupOf.set(row.key, block.key)
  const taken = new Set<string>()
  const days = new Set<string>()
  return blocks.map((block) => {
    if (block.kind !== 'group') return withOwnKey(block, days)
    const candidates = block.rows.flatMap((row) => groupOf.get(row.key) ?? [])
    const own = block.rows.map((row) => `group:${row.key}`)
    const key = [...candidates, ...own].find((one) => !taken.has(one)) ?? `group:${taken.size}`
    taken.add(key)
    return { ...block, key }
  })
}

/** A clock that was set back may bring a day twice. */
function withOwnKey(block: Exclude<Block, Group>, taken: Set<string>): Block {
  let { key } = block
  while (taken.has(key)) key += '+'
  taken.add(key)
  return { ...block, key }
}

function keepSame(before: readonly Block[], blocks: readonly Block[]): Block[] {
  const known = new Map(before.map((block) => [block.key, block]))
  return blocks.map((block) => {
    const old = known.get(block.key)
    return old && sameBlock(old, block) ? old : block
  })
}

function sameBlock(one: Block, other: Block): boolean {
  if (one.kind === 'group' && other.kind === 'group') {
    const sameBy = one.by.name === other.by.name && one.by.look === other.by.look && one.own === other.own
    return sameBy && one.rows.length === other.rows.length && one.rows.every((row, at) => row === other.rows[at])
  }
  if (one.kind === 'presence' && other.kind === 'presence') return one.line === other.line
  if (one.kind === 'missed' && other.kind === 'missed') return one.count === other.count && one.after === other.after
  return one.kind === other.kind
}
