import type { Figures } from '../figures.ts'
import type { HistoryResults } from '../history.ts'
import type { RecoveryResults } from '../recovery.ts'
import type { SearchResults } from '../search.ts'
import type { SlowReadersResults } from '../slow-readers.ts'
import { spreadOf } from '../statistics.ts'
import { microsOf, type Side, type TaxResults } from '../tax.ts'
import type { UploadResults } from '../uploads.ts'

const most = (values: readonly number[]): number => Math.max(...values)
const least = (values: readonly number[]): number => Math.min(...values)

/** Goals are set for a million messages and for ten; what a shorter room shows is no figure of either. */
export const sizeOf = (messages: number): '1m' | '10m' | null =>
  messages >= 10_000_000 ? '10m' : messages >= 1_000_000 ? '1m' : null

const sized = (what: string, messages: number, figures: Figures): Figures => {
  const size = sizeOf(messages)
  return Object.fromEntries(
    size ? Object.entries(figures).map(([name, value]) => [`${what}.${size}.${name}`, value]) : [],
  )
}

export function historyFigures({ counts, quiet, talking }: HistoryResults): Figures {
  const all = [...quiet, ...talking]
  const pages = all.filter(({ name }) => !name.startsWith('`message.get`'))
  // What a page costs by itself is compared where nothing else runs.
  const quietPages = pages.filter((one) => quiet.includes(one))
  const [newest] = quietPages
  const anywhere = quiet.find(({ name }) => name.includes('below a random'))
  return sized('history', counts.messages, {
    p99: most(pages.map(({ p99 }) => p99)),
    'get-p99': most(all.filter((one) => !pages.includes(one)).map(({ p99 }) => p99)),
    raw: least(quietPages.map(({ rawP50, p50 }) => rawP50 / p50)),
    deepest: newest && anywhere ? anywhere.p50 / newest.p50 : null,
  })
}

export function searchFigures({ messages, kinds, lagMs, insert }: SearchResults): Figures {
  return sized('search', messages, {
    p95: most(kinds.map(({ p95 }) => p95)),
    raw: most(kinds.map(({ p50, rawP50 }) => p50 / rawP50)),
    lag: lagMs.most,
    insert: insert.indexed / insert.alone,
  })
}

export const slowReadersFigures = ({ dead, deadRounds }: SlowReadersResults): Figures => ({
  'slow-readers.p99':
    spreadOf(deadRounds.map(({ alone, beside }) => beside.delivery.p99 / alone.delivery.p99))?.median ?? null,
  'slow-readers.after': most(deadRounds.map(({ afterBytes, aloneBytes }) => afterBytes / aloneBytes)),
  'slow-readers.bytes': most(deadRounds.map(({ aloneBytes, besideBytes }) => (besideBytes - aloneBytes) / dead)),
})

export const uploadFigures = ({ runs }: UploadResults): Figures => ({
  'uploads.mb': most(runs.map(({ allBytes }) => allBytes)) / 1e6,
  'uploads.p99': spreadOf(runs.map(({ alone, beside }) => beside.p99 / alone.p99))?.median ?? null,
})

export function taxFigures({ runs }: TaxResults): Figures {
  const costOf = (side: Side): number | undefined =>
    spreadOf(runs.filter((one) => one.side === side && one.verdict.is === 'good').map(({ run }) => microsOf(run)))
      ?.median
  const [before, now] = [costOf('before'), costOf('now')]
  return { 'tax.percent': before && now ? (now / before - 1) * 100 : null }
}

export function recoveryFigures({ messages, killed, leftBehind }: RecoveryResults): Figures {
  return sizeOf(messages) ? { 'start.killed': most([...killed, ...leftBehind].map(({ readyMs }) => readyMs)) } : {}
}

/** What the section of the page under load measures in each round, as far as the goals want it. */
type Followed = {
  mostRows: number
  mostCommits: number
  main: number
  keyP95: number
  heapLate: number
  heapEarly: number
  up: { mostRows: number; frames: number; seconds: number }
}
type Pages = { minutes: number; followed: { desktop: readonly Followed[]; phone: readonly Followed[] } }
const HEAP_MINUTES = 10

/** The two forms on a slowed processor: the worse of their medians. */
export function pageFigures({ minutes, followed: { desktop, phone } }: Pages): Figures {
  const medians = (pick: (one: Followed) => number): number[] =>
    [desktop, phone].flatMap((rounds) => spreadOf(rounds.map(pick))?.median ?? [])
  if (desktop.length + phone.length === 0) return {}
  return {
    'page.rows': most(medians((one) => Math.max(one.mostRows, one.up.mostRows))),
    'page.commits': most(medians((one) => one.mostCommits)),
    'page.main-thread': most(medians((one) => one.main * 100)),
    'page.input-p95': most(medians((one) => one.keyP95)),
    'page.fps': least(medians(({ up }) => up.frames / up.seconds)),
    ...(minutes >= HEAP_MINUTES
      ? { 'page.heap': spreadOf(desktop.map(({ heapLate, heapEarly }) => heapLate / heapEarly))?.median ?? null }
      : {}),
  }
}
