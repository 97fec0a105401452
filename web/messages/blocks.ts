import type { Person } from '#protocol/people.ts'
import type { Notice } from '#protocol/room-events.ts'
import { isErased, type ShownLine } from '#web/store/lines.ts'
import type { Pending } from '#web/store/outgoing.ts'
import type { PresenceLine } from '#web/store/presence-shown.ts'
import { atEnd, type Missed, type Timeline } from '#web/store/timeline.ts'
import type { Wishes } from '#web/store/wishes.ts'
import { dayOf } from './days.ts'
import { type Known, keyOf, type Row, rowOfLine, rowOfPending } from './rows.ts'

export type Block =
  | { kind: 'start' | 'unread' | 'restored'; key: string }
  | { kind: 'day' | 'gap'; key: string; at: number }
  | ({ kind: 'missed'; key: string } & Missed)
  | { kind: 'presence'; key: string; line: PresenceLine }
  | { kind: 'erased'; key: string; line: ShownLine; how: 'recalled' | 'deleted'; byMe: boolean }
  | { kind: 'notices'; key: string; list: readonly Notice[] }
  /** What people said whom the reader ignores. */
  | { kind: 'ignored'; key: string; list: readonly ShownLine[] }
  | { kind: 'group'; key: string; by: Person; own: boolean; rows: readonly Row[] }

/** What the house has to say between the messages. */
export type HouseBlock = Extract<Block, { kind: 'notices' | 'ignored' }>
export type Group = Extract<Block, { kind: 'group' }>

export type LogInput = {
  timeline: Timeline
  pending: readonly Pending[]
  wishes: Wishes
  presence: readonly PresenceLine[]
  /** People who are ignored, and the numbers of what is shown of them all the same. */
  ignored: ReadonlySet<string>
  revealed: ReadonlySet<number>
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
type Erased = Extract<Block, { kind: 'erased' }>

/** The blocks of the log, top to bottom. What did not change since `before` is the same object, and so is the whole. */
export function buildBlocks(before: readonly Block[], input: LogInput): readonly Block[] {
  const known = rowsByKey(before)
  const blocks = keepSame(before, nameGroups(before, arrange(itemsOf(input, known), input)))
  return sameList(before, blocks) ? before : blocks
}

export function rowsByKey(blocks: readonly Block[]): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>()
  for (const block of blocks) if (block.kind === 'group') for (const row of block.rows) rows.set(row.key, row)
  return rows
}

function itemsOf(input: LogInput, known: Known): Item[] {
  const { timeline, pending, mine } = input
  const shown = timeline.lines.map((line) => itemOf(line, input, known))
  const place = (one: Pending) => (one.state === 'failed' ? (one.afterSeq ?? timeline.head) : Number.MAX_SAFE_INTEGER)
  const unsent = mine
    ? pending.map((one) => ({ after: place(one), row: rowOfPending(one, mine, { known, skewMs: input.skewMs }) }))
    : []
  const between = [...lineBlocks(input), ...unsent].filter(({ after }) => isInWindow(after, timeline))
  // Stable: what stands after the same message keeps its order.
  between.sort((one, other) => one.after - other.after)
  return merge(shown, between)
}

/** A message, or the line that stands where one was erased. */
function itemOf(line: ShownLine, { wishes, timeline: { reader }, ignored, revealed }: LogInput, known: Known): Item {
  if (ignored.has(line.by.id) && !revealed.has(line.seq)) {
    return { after: line.seq, block: { kind: 'ignored', key: `ignored:${keyOf(line)}`, list: [line] } }
  }
  const wish = wishes.get(line.seq)
  if (isErased(line) || wish?.erase) return { after: line.seq, block: erasedBlock(line, wish?.erase, reader) }
  return { after: line.seq, row: rowOfLine(line, { known, wish, reader }) }
}

function erasedBlock(line: ShownLine, wish: 'recall' | 'delete' | undefined, reader: string | null): Erased {
  const how = line.now?.erased?.how ?? (wish === 'recall' ? 'recalled' : 'deleted')
  const by = line.now?.erased?.by.id ?? line.by.id
  return { kind: 'erased', key: `erased:${keyOf(line)}`, line, how, byMe: by === reader }
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
  const { restored, missed, notices } = timeline
  for (const one of notices)
    items.push({ after: one.seq, block: { kind: 'notices', key: `notice:${one.seq}`, list: [one] } })
  if (restored) items.push({ after: restored.after, block: { kind: 'restored', key: 'restored' } })
  if (missed) items.push({ after: clamp(missed.after, timeline), block: { kind: 'missed', key: 'missed', ...missed } })
  return items
}

/** The line about missed messages always shows: at the nearer edge when its place is outside of the window. */
const clamp = (after: number, { from, to }: Timeline): number => Math.min(Math.max(after, from - 1), to)

/** Day lines, times after a long silence, the unread line, and rows gathered into groups. */
function arrange(items: readonly Item[], { timeline, unreadAt, mine }: LogInput): Block[] {
  const blocks: Block[] = timeline.atStart && timeline.lines.length > 0 ? [{ kind: 'start', key: 'start' }] : []
  // Where its place lies above the window, it is not shown at the window's edge.
  const line = timeline.atStart || (unreadAt ?? 0) >= timeline.from ? unreadAt : null
  let last: Placed | null = null
  let group: { by: Person; rows: Row[] } | null = null
  for (const item of items) {
    if ('block' in item) {
      const placed = placeOf(item.block)
      if (placed) blocks.push(...linesAbove({ ...placed, key: item.block.key }, last, line))
      last = placed ?? last
      blocks.push(joined(blocks, item.block))
      group = null
      continue
    }
    const { row } = item
    const lines = linesAbove(row, last, line)
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

type Placed = Pick<Row, 'at' | 'seq'>

/** When a line of the log happened; null for what only the page knows. */
function placeOf(block: Block): Placed | null {
  if (block.kind === 'notices' || block.kind === 'ignored') return block.list[0] ?? null
  return block.kind === 'erased' ? block.line : null
}

/** A block with those of its kind that stand right above it, which are taken out of `blocks`. */
function joined(blocks: Block[], block: Block): Block {
  const above = blocks.at(-1)
  if (block.kind === 'notices' && above?.kind === 'notices') {
    blocks.pop()
    return { ...above, list: [...above.list, ...block.list] }
  }
  if (block.kind === 'ignored' && above?.kind === 'ignored') {
    blocks.pop()
    return { ...above, list: [...above.list, ...block.list] }
  }
  return block
}

function linesAbove(row: Placed & { key: string }, last: Placed | null, unreadAt: number | null): Block[] {
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

const sameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at])

function sameBlock(one: Block, other: Block): boolean {
  if (one.kind === 'group' && other.kind === 'group') {
    const sameBy = one.by.name === other.by.name && one.by.look === other.by.look && one.own === other.own
    return sameBy && sameList(one.rows, other.rows)
  }
  if (one.kind === 'presence' && other.kind === 'presence') return one.line === other.line
  if (one.kind === 'notices' && other.kind === 'notices') return sameList(one.list, other.list)
  if (one.kind === 'ignored' && other.kind === 'ignored') return sameList(one.list, other.list)
  if (one.kind === 'erased' && other.kind === 'erased') return one.line === other.line && one.how === other.how
  if (one.kind === 'missed' && other.kind === 'missed')
    return one.count === other.count && one.isAll === other.isAll && one.after === other.after
  return one.kind === other.kind
}
