/** Where one picture of several stands, in a grid of 12 columns. */
export type Cell = { column: string; row: string }

/** How many stand in each row, from above. */
const rows: Readonly<Record<number, readonly number[]>> = {
  2: [2],
  4: [2, 2],
  5: [2, 3],
  6: [3, 3],
  7: [2, 2, 3],
  8: [2, 3, 3],
  9: [3, 3, 3],
  10: [3, 3, 4],
}
const COLUMNS = 12

/** The cells of a grid of `count` pictures, in their order. Three are one large and two small ones. */
export function cellsOf(count: number): readonly Cell[] {
  if (count === 3) {
    return [
      { column: '1 / 9', row: '1 / 3' },
      { column: '9 / 13', row: '1 / 2' },
      { column: '9 / 13', row: '2 / 3' },
    ]
  }
  return (rows[count] ?? [count]).flatMap((inRow, row) =>
    Array.from({ length: inRow }, (_, at) => {
      const span = COLUMNS / inRow
      return { column: `${at * span + 1} / ${(at + 1) * span + 1}`, row: `${row + 1} / ${row + 2}` }
    }),
  )
}

/** Heights of the rows: of five, the two above are the larger ones. */
export const rowHeights = (count: number): string =>
  count === 5 ? '3fr 2fr' : `repeat(${count === 3 ? 2 : (rows[count]?.length ?? 1)}, 1fr)`
