import { canMount } from '../world/disk.ts'
import type { Bug } from './bug.ts'
import { bugs } from './bugs.ts'
import { tourHouse } from './house-tour.ts'
import { tourRoads } from './roads-tour.ts'
import { type Ending, type Toured, tour } from './tour.ts'

/** Promises.md 4: a bug that takes longer to be found is not found. */
export const MOST_SECONDS = 60

export type Watched = { name: string; isRight: boolean; says: string }

type Control = Ending | 'roads' | 'bucket' | 'house'

/** The same tour without a bug: it has to be clean, or a catch means nothing. */
export async function watchControl(ending: Control, isQuick = false): Promise<Watched> {
  const toured = await control(ending, isQuick)
  const isRight = toured.report.count === 0 && toured.report.void === null
  return { name: `control, ${ending}`, isRight, says: wordsOf(toured) }
}

function control(ending: Control, isQuick: boolean): Promise<Toured> {
  if (ending === 'house') return tourHouse(null)
  if (ending === 'bucket') return tourRoads(null, { isQuick: true, isInBucket: true })
  return ending === 'roads' ? tourRoads(null, { isQuick }) : tour(null, ending)
}

const tours = {
  roads: (bug: Bug) => tourRoads(bug),
  house: (bug: Bug) => tourHouse(bug),
  talk: (bug: Bug) => tour(bug),
}

export async function watchBug(bug: Bug): Promise<Watched> {
  const toured = await tours[bug.tour ?? 'talk'](bug)
  const { report, seconds } = toured
  const isRight = seconds < MOST_SECONDS && report.violations.some(({ rule }) => bug.rules.includes(rule))
  return { name: `${bug.id} ${bug.says}`, isRight, says: wordsOf(toured) }
}

/** Null: it can be done here. */
export function whyNot(ending: Ending): string | null {
  return ending === 'power loss' && !canMount() ? 'a power loss takes root and a file system on a loop device' : null
}

/**
 * All of them, one after another (`npm run faults -- --planted`), or only some, by their ids. 0: every bug was caught, and the controls
 * are clean.
 */
export async function runPlanted(say: (line: string) => void, only: readonly string[] = []): Promise<number> {
  const unknown = only.filter((id) => !bugs.some((bug) => bug.id === id))
  if (unknown.length > 0) throw new RangeError(`${unknown.join(', ')}: no such bug.`)
  const chosen = bugs.filter(({ id }) => only.length === 0 || only.includes(id))
  const controls = [
    ...(['kill', 'power loss'] as const).map((ending) => ({ ending, run: () => watchControl(ending) })),
    { ending: 'kill' as const, run: () => watchControl('roads') },
    { ending: 'kill' as const, run: () => watchControl('bucket') },
    { ending: 'kill' as const, run: () => watchControl('house') },
  ]
  const planted = chosen.map((bug) => ({ ending: bug.needs ?? ('kill' as const), run: () => watchBug(bug) }))
  let wrong = 0
  let skipped = 0
  for (const { ending, run } of [...controls, ...planted]) {
    const reason = whyNot(ending)
    if (reason) {
      skipped++
      say(`skipped: ${reason}`)
      continue
    }
    const { name, isRight, says } = await run()
    if (!isRight) wrong++
    say(`${isRight ? 'ok ' : 'NOT'} ${name}: ${says}`)
  }
  say(
    `${controls.length + planted.length - skipped - wrong} as they should be, ${wrong} not, ${skipped} skipped; B-13 needs several nodes`,
  )
  return wrong > 0 ? 1 : skipped > 0 ? 2 : 0
}

function wordsOf({ report, seconds }: Toured): string {
  const rules = Map.groupBy(report.violations, ({ rule }) => rule)
  const found = [...rules].map(([rule, [first]]) => `${rule} (${first?.says})`)
  const { acknowledged, received, pushed, downloaded, classic, carded, packed } = report.checked
  const heading = `${seconds.toFixed(1)} s, ${acknowledged} acknowledged, ${received} received${pushed + downloaded > 0 ? `, ${pushed} pushed, ${downloaded} downloaded` : ''}${classic + carded + packed > 0 ? `, ${classic} heard by classic pages, ${carded} cards, ${packed} changes of packs` : ''}`
  return [heading, found.join('; ') || 'clean', report.void].filter((part) => part !== null).join(': ')
}
