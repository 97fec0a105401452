import { atEnd, type Timeline } from './timeline.ts'

const drawnParts = ['from', 'to', 'lines', 'atStart', 'reader', 'restored', 'missed'] as const

/** Neither reaches the end, and what is drawn of both is the same: only what lies beyond the window differs, notices among it. */
export const sameWindow = (one: Timeline, other: Timeline): boolean =>
  !atEnd(one) && !atEnd(other) && drawnParts.every((part) => one[part] === other[part])
