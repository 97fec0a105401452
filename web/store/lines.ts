import type { Line, LinePage, Reaction } from '#protocol/lines.ts'
import type { MessageChange } from '#protocol/message-events.ts'
import { foldLine as foldPlain } from '#protocol/message-state.ts'
import type { RoomEvent } from '#protocol/rooms.ts'

/** A message as the page holds it. `mine`: own reactions, where the state does not name everybody who reacted. */
export type ShownLine = Line & { mine?: readonly string[] }

/** Everything that the log tells about messages; `reader` is the principal whose reactions are one's own. */
export type Reading = { changes: readonly MessageChange[]; reader: string | null }

/** A type that is missing here does not compile. */
const kinds: Record<RoomEvent['type'], 'line' | 'change' | 'notice'> = {
  'message.posted': 'line',
  'message.edited': 'change',
  'message.erased': 'change',
  'message.reacted': 'change',
  'message.pinned': 'change',
  'message.carded': 'change',
  'room.changed': 'notice',
  'member.changed': 'notice',
}

export const isChange = (event: RoomEvent): event is MessageChange => kinds[event.type] === 'change'

/** What is written in it now; '' when it was erased. */
export const bodyOf = (line: ShownLine): string => (isErased(line) ? '' : (line.now?.edited?.body ?? line.body ?? ''))

export const isErased = (line: ShownLine): boolean => line.erased !== undefined || line.now?.erased !== undefined

/** Whether the reader gave this reaction. */
export const isOwnReaction = (line: ShownLine, { kind, who }: Reaction, reader: string | null): boolean =>
  who.some(({ id }) => id === reader) || (line.mine?.includes(kind) ?? false)

/**
 * The lines of a page. What was heard while the page travelled is folded in: a change that came before it would otherwise
 * be lost, and one that the page knows already changes nothing.
 */
export function linesOf(page: Pick<LinePage, 'lines' | 'mine'>, { changes, reader }: Reading): readonly ShownLine[] {
  const own = new Map<number, string[]>()
  for (const [seq, kind] of page.mine) own.set(seq, [...(own.get(seq) ?? []), kind])
  const lines = page.lines.map((line): ShownLine => {
    return withMine(line, own.get(line.seq) ?? [])
  })
  return changes.reduce<readonly ShownLine[]>((sum, change) => foldInto(sum, change, reader), lines)
}

const withMine = (line: Line, mine: readonly string[]): ShownLine => (mine.length > 0 ? { ...line, mine } : line)

/** The lines after a change; the same array where it changes none of them. They stand in the order of their numbers. */
export function foldInto(
  lines: readonly ShownLine[],
  change: MessageChange,
  reader: string | null,
): readonly ShownLine[] {
  const at = placeOf(lines, change.message)
  const line = lines[at]
  if (!line || line.seq !== change.message) return lines
  const changed = foldLine(line, change, reader)
  return changed === line ? lines : lines.with(at, changed)
}

/** The state of the message has seen this change, or nothing can change it any more. */
const isKnown = ({ now }: ShownLine, change: MessageChange): boolean =>
  now !== undefined && (now.erased !== undefined || change.seq <= now.v)

/** A message after one more change; the same object where its state knew it already. */
export function foldLine(line: ShownLine, change: MessageChange, reader: string | null): ShownLine {
  if (isKnown(line, change)) return line
  const { mine = [], ...plain } = line
  const next = foldPlain(plain, change)
  if (next.now?.erased) return next
  if (change.type !== 'message.reacted' || change.by.id !== reader) return withMine(next, mine)
  const others = mine.filter((kind) => kind !== change.kind)
  return withMine(next, change.on ? [...others, change.kind] : others)
}

/** Place of the first line with this number or a higher one. */
export function placeOf(lines: readonly Pick<ShownLine, 'seq'>[], seq: number): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}
