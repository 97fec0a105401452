/** `late`: there was no time to try it. */
export type Tried = 'held' | 'failed' | 'late'
export type Climb = {
  first: number
  /** Less is not tried. */
  least: number
  /** More cannot be tried. */
  most: number
}
/** `knee`: the next step up failed. `most`: all that can be tried held. `late`: there was no time to try more. */
export type Height = { held: number; end: 'knee' | 'most' | 'late' }

/** So close to what failed nobody looks any closer: runs differ by as much. */
const CLOSE = 1.12
const MOST_HALVINGS = 4

/** Doubles until it is too much (or halves until it is not), then halves the gap. `held` is 0 where nothing did. */
export async function climb({ first, least, most }: Climb, tryAt: (at: number) => Promise<Tried>): Promise<Height> {
  let held = 0
  let failed = Number.POSITIVE_INFINITY
  let at = Math.min(first, most)
  while (held === 0 || failed === Number.POSITIVE_INFINITY) {
    const tried = await tryAt(at)
    if (tried === 'late') return { held, end: held > 0 && Number.isFinite(failed) ? 'knee' : 'late' }
    if (tried === 'held') held = at
    else failed = at
    if (held === most) return { held, end: 'most' }
    if (failed <= least) return { held: 0, end: 'knee' }
    at = tried === 'held' ? Math.min(at * 2, most) : Math.max(Math.floor(at / 2), least)
  }
  for (let halvings = 0; halvings < MOST_HALVINGS && failed / held > CLOSE; halvings++) {
    const middle = rounded((held + failed) / 2)
    if (middle <= held || middle >= failed) break
    const tried = await tryAt(middle)
    if (tried === 'late') break
    if (tried === 'held') held = middle
    else failed = middle
  }
  return { held, end: 'knee' }
}

/** Two digits of a number, the rest zeros: more nobody has measured. */
export function rounded(value: number): number {
  if (value < 100) return Math.floor(value)
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.floor(value / unit) * unit
}
