import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { out, root } from './contestants.ts'
import {
  type Figures,
  type Kept,
  readFigures,
  type Source,
  type Written,
  withFigures,
  writeFigures,
} from './figures.ts'
import { firstLoadBytes } from './first-load.ts'
import { figuresOfRun } from './goals/from-run.ts'
import { summarySection } from './goals/summary.ts'
import { goalsSection } from './goals/table.ts'
import { separate } from './options.ts'
import { sectionOf, withSection } from './page-sections.ts'
import { plotsOfRun } from './plots-of-run.ts'
import { writeReport } from './report.ts'
import type { Results } from './results.ts'

/** Where a run is written to: with the documents, or, when it was short or in part, beside its raw results. */
export type Place = { page: string; plots: string; figures: string }

export function placeOf(isWithDocuments: boolean): Place {
  const folder = isWithDocuments ? path.join(root, 'docs') : out
  const plots = path.join(folder, 'benchmarks')
  return { page: path.join(folder, 'benchmarks.md'), plots, figures: path.join(plots, 'figures.json') }
}

const readPage = (page: string): string => (existsSync(page) ? readFileSync(page, 'utf8') : '')

/** The usual run: the page anew, with the sections that others have measured. */
export function keepRun(place: Place, results: Results): void {
  const name = results.at.replace(/[:.]/g, '-')
  keepRaw(name, results)
  const source = { at: results.at, commit: results.machine.commit, command: results.command }
  const measured = { ...figuresOfRun(results), 'page.first-load': firstLoadBytes() }
  const kept = keepFigures(place, measured, source)
  keepPlots(place, plotsOfRun(results))
  const old = readPage(place.page)
  const page = separate.reduce(
    (text, one) => {
      const section = sectionOf(old, one)
      return section ? withSection(text, one, section) : text
    },
    writeReport(results, kept),
  )
  writeFileSync(place.page, page)
  console.log(`\nWritten: ${path.relative(root, place.page)}, bench/out/${name}.json`)
}

/** One section by itself; the goals and the summary above it follow. */
export function keepSection(place: Place, name: string, written: Written, source: Source): void {
  keepRaw(name, written.results ?? null)
  const kept = keepFigures(place, written.figures ?? {}, source)
  keepPlots(place, written.plots ?? {})
  writeFileSync(place.page, withOverview(withSection(readPage(place.page), name, written.section), kept))
  console.log(`\n${written.section}\n\nWritten: ${path.relative(root, place.page)}, bench/out/${name}.json`)
}

const withOverview = (page: string, kept: Kept): string =>
  withSection(withSection(page, 'summary', summarySection(kept)), 'goals', goalsSection(kept))

function keepRaw(name: string, results: unknown): void {
  mkdirSync(out, { recursive: true })
  writeFileSync(path.join(out, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`)
}

function keepFigures({ figures }: Place, measured: Figures, source: Source): Kept {
  const kept = withFigures(readFigures(figures), measured, source)
  writeFigures(figures, kept)
  return kept
}

function keepPlots({ plots }: Place, drawn: Readonly<Record<string, string>>): void {
  mkdirSync(plots, { recursive: true })
  for (const [name, svg] of Object.entries(drawn)) writeFileSync(path.join(plots, `${name}.svg`), svg)
}
