import type { Notice } from '#protocol/room-events.ts'
import type { ShownLine } from '#web/store/lines.ts'

/** Lines of a page that stand right before the message `before`, from the number `from` on; `atStart`: nothing lies before them. */
export type Above = {
  before: number
  from: number
  lines: readonly ShownLine[]
  notices: readonly Notice[]
  atStart: boolean
}

/** Lines of a page that stand right after the number `after`, up to the number `to`. */
export type Below = { after: number; to: number; lines: readonly ShownLine[]; notices: readonly Notice[] }

/** Most rows that come into the window at once. A page is asked for whole and drawn in parts: no task is long (UX-8). */
export const SLICE = 10

type Numbered = { readonly seq: number }

/** What stands at a number and after it, and what before it. */
function partAt<T extends Numbered>(list: readonly T[], at: number): { before: T[]; from: T[] } {
  return { before: list.filter(({ seq }) => seq < at), from: list.filter(({ seq }) => seq >= at) }
}

/** The newest lines of a page, and what is left of it. */
export function nextSlice(page: Above): { slice: Above; above: Above | null } {
  const first = page.lines.at(-SLICE)
  if (!first || first === page.lines[0]) return { slice: page, above: null }
  const lines = partAt(page.lines, first.seq)
  const notices = partAt(page.notices, first.seq)
  return {
    slice: { before: page.before, from: first.seq, lines: lines.from, notices: notices.from, atStart: false },
    above: { ...page, before: first.seq, lines: lines.before, notices: notices.before },
  }
}

/** The oldest lines of a page, and what is left of it. */
export function firstSlice(page: Below): { slice: Below; below: Below | null } {
  const next = page.lines[SLICE]
  if (!next) return { slice: page, below: null }
  const lines = partAt(page.lines, next.seq)
  const notices = partAt(page.notices, next.seq)
  const to = next.seq - 1
  return {
    slice: { after: page.after, to, lines: lines.before, notices: notices.before },
    below: { after: to, to: page.to, lines: lines.from, notices: notices.from },
  }
}
