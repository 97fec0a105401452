/** What gave out. `clients`: the test itself, so that what was measured is less than what there is; `time`: the same. */
export const causes = [
  'processor',
  'box',
  'tick',
  'disk',
  'full',
  'memory',
  'descriptors',
  'ports',
  'clients',
  'time',
  'ended',
  'unclear',
] as const
export type Cause = (typeof causes)[number]

/** One step of a ladder: what was offered, and what came of it. Times are ms; what nobody says is null. */
export type Step = {
  people: number
  rooms: number
  /** Messages a second, in all rooms together. */
  rate: number
  /** From when a message was meant to leave to its reader; -1 where none was due. */
  p50Ms: number
  p99Ms: number
  /** From when a message was meant to leave to its answer: it is on the disk. */
  storedP99Ms: number
  lagP99Ms: number
  /** What went out to all, a second. */
  messages: number
  frames: number
  bytes: number
  /** Cores that the server took, and shares of one that the busiest load maker did, and of all that everything did. */
  serverCores: number | null
  clientsBusy: number
  boxBusy: number | null
  freeMemory: number | null
  /** Messages that were neither stored nor refused in time, or that a probe has not got; people who got other bytes than others. */
  unanswered: number
  missing: number
  uneven: number
  disordered: number
  lost: number
  refused: number
  /** The first refusal, as the server put it. */
  refusal: string
  /** The schedule was not kept: the load maker had too much to do. */
  isBehind: boolean
}

export const P99_MS = 250
export const LAG_MS = 50
/** Of a core: whoever takes more has no more to give. */
const CORE_FULL = 0.85
const CLIENT_FULL = 0.8
const BOX_FULL = 0.95
const LEAST_MEMORY = 96 * 1024 * 1024

const isWhole = ({ unanswered, missing, uneven, disordered, lost, refused }: Step): boolean =>
  unanswered + missing + uneven + disordered + lost + refused === 0

/** Where nothing was due there is no p99 (-1), and nothing was late. */
export const holds = (step: Step): boolean =>
  step.p99Ms <= P99_MS && step.lagP99Ms <= LAG_MS && isWhole(step) && !step.isBehind

/** Why a step does not hold: the first that has nothing left. */
export function whyNot(step: Step): Cause {
  if (step.refusal.includes('storage_full')) return 'full'
  if (step.freeMemory !== null && step.freeMemory < LEAST_MEMORY) return 'memory'
  if ((step.serverCores ?? 0) >= CORE_FULL) return 'processor'
  if (step.clientsBusy > CLIENT_FULL || step.isBehind) return 'clients'
  if ((step.boxBusy ?? 0) >= BOX_FULL) return 'box'
  // An answer comes with the sync, and waits for no tick: where the loop is free and it is late, the disk was.
  if (step.lagP99Ms > LAG_MS) return 'processor'
  if (step.storedP99Ms > P99_MS / 2) return 'disk'
  if (step.p99Ms > P99_MS) return 'tick'
  return 'unclear'
}

/** With the test's own end reached, there is more than was seen; so there may be where nobody knows what it was. */
export const isLowerBound = (cause: Cause): boolean => ['clients', 'ports', 'time', 'box', 'unclear'].includes(cause)

/** What makes a step no whole one; '' where all of it is well. For whoever looks into it, so in no language but the program's. */
export function amissIn(step: Step): string {
  const count = (value: number, what: string): string[] => (value > 0 ? [`${value} ${what}`] : [])
  const { unanswered, missing, uneven, disordered, lost, refused, isBehind } = step
  return [
    ...count(unanswered, 'not answered'),
    ...count(missing, 'missing'),
    ...count(uneven, 'people uneven'),
    ...count(disordered, 'out of order'),
    ...count(lost, 'connections lost'),
    ...count(refused, 'refused'),
    ...(isBehind ? ['clients late'] : []),
  ].join(', ')
}
