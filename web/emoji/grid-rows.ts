/** A heading with what stands under it. */
/** `large`: two cells wide, and as high. */
export type Section<Item> = { key: string; title: string; items: readonly Item[]; large?: boolean }

/** A line of the grid and where it lies, in px. Cells are counted through all sections: `from` up to, not with, `to`. */
export type GridRow =
  | { kind: 'title'; key: string; title: string; top: number; height: number }
  | { kind: 'cells'; key: string; from: number; to: number; columns: number; top: number; height: number }
type CellRow = Extract<GridRow, { kind: 'cells' }>

export const TITLE_PX = 32
export const CELL_PX = 44
/** Rows above and below the view that are built ahead. */
const LEEWAY_PX = 4 * CELL_PX
/** What PageUp and PageDown pass over. */
const PAGE_ROWS = 5

export function rowsOf(sections: readonly Section<unknown>[], columns: number): GridRow[] {
  const rows: GridRow[] = []
  let top = 0
  let first = 0
  for (const { key, title, items, large = false } of sections) {
    const [wide, high] = large ? [Math.floor(columns / 2), 2 * CELL_PX] : [columns, CELL_PX]
    rows.push({ kind: 'title', key, title, top, height: TITLE_PX })
    top += TITLE_PX
    for (let from = 0; from < items.length; from += wide) {
      const to = first + Math.min(items.length, from + wide)
      rows.push({ kind: 'cells', key, from: first + from, to, columns: wide, top, height: high })
      top += high
    }
    first += items.length
  }
  return rows
}

export const heightOf = (rows: readonly GridRow[]): number => {
  const last = rows.at(-1)
  return last ? last.top + last.height : 0
}

const holds = (row: GridRow, cell: number): row is CellRow => row.kind === 'cells' && row.from <= cell && cell < row.to

/** The rows to build: those in view, some around them, and the one that has or would get the focus. */
export function rowsInView(
  rows: readonly GridRow[],
  view: { top: number; height: number },
  current: number,
): GridRow[] {
  const [from, to] = [view.top - LEEWAY_PX, view.top + view.height + LEEWAY_PX]
  return rows.filter((row) => (row.top + row.height > from && row.top < to) || holds(row, current))
}

/** Where the row of a cell lies; null when there is no such cell. */
export function rowOf(rows: readonly GridRow[], cell: number): GridRow | null {
  return rows.find((row) => holds(row, cell)) ?? null
}

export type KeyAt = { key: string; ctrlKey: boolean; metaKey: boolean }

/** Where a key leads from a cell; null when it leads nowhere in the grid. `'out'` is upwards, out of it. */
export function moveInGrid(rows: readonly GridRow[], cell: number, press: KeyAt): number | 'out' | null {
  const lines = rows.filter((row) => row.kind === 'cells')
  const at = lines.findIndex((row) => holds(row, cell))
  const [line, last] = [lines[at], (lines.at(-1)?.to ?? 0) - 1]
  if (!line) return null
  const whole = press.ctrlKey || press.metaKey
  switch (press.key) {
    case 'ArrowLeft':
      return Math.max(0, cell - 1)
    case 'ArrowRight':
      return Math.min(last, cell + 1)
    case 'Home':
      return whole ? 0 : line.from
    case 'End':
      return whole ? last : line.to - 1
    case 'ArrowUp':
      return at === 0 ? 'out' : inLine(lines[at - 1], cell - line.from)
    case 'ArrowDown':
      return inLine(lines[at + 1], cell - line.from) ?? cell
    case 'PageUp':
      return inLine(lines[Math.max(0, at - PAGE_ROWS)], cell - line.from)
    case 'PageDown':
      return inLine(lines[Math.min(lines.length - 1, at + PAGE_ROWS)], cell - line.from)
    default:
      return null
  }
}

/** The cell in the same column; in a short line the last one. */
const inLine = (line: CellRow | undefined, column: number): number | null =>
  line ? Math.min(line.from + column, line.to - 1) : null

/** The section that lies at the upper edge of the view. */
export function sectionAt(rows: readonly GridRow[], top: number): string | null {
  return rows.findLast((row) => row.top <= top + CELL_PX / 2)?.key ?? null
}
