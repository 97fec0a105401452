import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

/** What a run has measured, by name; null where it tried and could not. */
export type Figures = Readonly<Record<string, number | null>>

/** What a run leaves behind: its section of the page, figures for the goals, plots by name, and the whole of its results. */
export type Written = {
  section: string
  figures?: Figures
  plots?: Readonly<Record<string, string>>
  results?: unknown
}

const keptFigure = v.object({ value: v.number(), at: v.string(), commit: v.string(), command: v.string() })
const keptFigures = v.record(v.string(), keptFigure)
/** The newest figure of each name, with when, of which commit and by which command it was had. */
export type Kept = v.InferOutput<typeof keptFigures>
export type Source = Omit<v.InferOutput<typeof keptFigure>, 'value'>

/** None where no run has left any yet. */
export function readFigures(file: string): Kept {
  return existsSync(file) ? v.parse(keptFigures, JSON.parse(readFileSync(file, 'utf8'))) : {}
}

/** A figure that could not be had this time is not had any more: an old one must not stand for it. */
export function withFigures(kept: Kept, measured: Figures, source: Source): Kept {
  const all = { ...kept }
  for (const [name, value] of Object.entries(measured)) {
    if (value === null || !Number.isFinite(value)) delete all[name]
    else all[name] = { value: Number(value.toPrecision(6)), ...source }
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function writeFigures(file: string, kept: Kept): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`)
}
