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

/** Most rows that come into the window at once. A page is asked for whole and drawn in parts: no task is long (UX-8). */
export const SLICE = 25

/** The newest lines of a page, and what is left of it. */
export function nextSlice(page: Above): { slice: Above; above: Above | null } {
  const first = page.lines.at(-SLICE)
  if (!first || first === page.lines[0]) return { slice: page, above: null }
  const isAbove = ({ seq }: { seq: number }) => seq < first.seq
  const isBelow = ({ seq }: { seq: number }) => seq >= first.seq
  const { before, lines, notices } = page
  return {
    slice: {
      before,
      from: first.seq,
      lines: lines.filter(isBelow),
      notices: notices.filter(isBelow),
      atStart: false,
    },
    above: { ...page, before: first.seq, lines: lines.filter(isAbove), notices: notices.filter(isAbove) },
  }
}
