/** Lists up to here are built whole. */
export const WINDOWED_ABOVE = 100
const LEEWAY_ROWS = 8

/** The rows to build: those in view, some above and below, and the one that has or would get the focus. */
export function rowsInView(
  count: number,
  rowPx: number,
  view: { top: number; height: number },
  current: number,
): number[] {
  const first = Math.max(0, Math.floor(view.top / rowPx) - LEEWAY_ROWS)
  const last = Math.min(count - 1, Math.ceil((view.top + view.height) / rowPx) + LEEWAY_ROWS)
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  if (current >= 0 && current < count && (current < first || current > last)) rows.push(current)
  return rows.sort((one, other) => one - other)
}

/** Where a key leads in a list of `count` rows; null when it leads nowhere. */
export function nextRow(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1)
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
