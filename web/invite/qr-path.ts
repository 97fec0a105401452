import { correction, generate } from 'lean-qr/nano'

type Code = { size: number; path: string }

/** A code as the outline of its dark modules, a run of a row at a time, in a square of `size` modules. */
export function codeOf(text: string): Code {
  // A quarter of it may be hidden by a reflection or a thumb: M makes it little larger than L.
  const code = generate(text, { minCorrectionLevel: correction.M })
  const rows = Array.from({ length: code.size }, (_, y) => runsOf(code, y))
  return { size: code.size, path: rows.flat().join('') }
}

function runsOf(code: { size: number; get(x: number, y: number): boolean }, y: number): string[] {
  const runs: string[] = []
  for (let x = 0; x < code.size; x++) {
    if (!code.get(x, y)) continue
    const from = x
    while (code.get(x + 1, y)) x++
    const length = x + 1 - from
    runs.push(`M${from} ${y}h${length}v1h-${length}z`)
  }
  return runs
}
