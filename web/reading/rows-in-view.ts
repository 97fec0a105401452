/** A message counts as seen with this much of it in view: of a long one the beginning. */
const ENOUGH_PX = 32

/** The numbers of the first and the last message that somebody who looks at the log sees; null: none. */
export function rowsInView(log: HTMLElement): readonly [first: number, last: number] | null {
  const box = log.getBoundingClientRect()
  const rows = log.querySelectorAll<HTMLElement>('[data-seq]')
  const first = place(rows, (row) => row.bottom > box.top + Math.min(ENOUGH_PX, row.height) - 1)
  const end = place(rows, (row) => row.top + Math.min(ENOUGH_PX, row.height) > box.bottom + 1)
  if (first >= end) return null
  return [seqOf(rows[first]), seqOf(rows[end - 1])]
}

const seqOf = (row: HTMLElement | undefined): number => Number(row?.dataset['seq'] ?? 0)

/** Place of the first row from which on `holds` is true. */
function place(rows: NodeListOf<HTMLElement>, holds: (row: DOMRect) => boolean): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]?.getBoundingClientRect()
    if (row && holds(row)) high = middle
    else low = middle + 1
  }
  return low
}
