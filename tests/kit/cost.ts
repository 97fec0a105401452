const ROUNDS = 5
/** What the control costs on the machine on which the bounds were chosen. */
const CONTROL_MS = 10

/**
 * What a piece of work costs in milliseconds of the machine on which the bounds were chosen. This process's own time is
 * measured: what other programs take does not count, and the best of five rounds is without the collector and the first run.
 * A control in the same run says how much slower this machine is. It stops at the first round that is cheaper than `enough`,
 * so a quick piece of work is measured once.
 */
export function costMs(work: () => void, enough: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS && best >= enough; round++) {
    best = Math.min(best, ownMs(work))
    // Beside each round: a machine is not as fast at every moment.
    if (best >= enough) best /= Math.max(1, ownMs(control) / CONTROL_MS)
  }
  return best
}

function ownMs(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

/** Text, patterns and maps, as in most of what is measured. */
function control(): void {
  const seen = new Map<string, number>()
  for (let at = 0; at < 20_000; at++) {
    const word = `word ${at % 977} of many`.replace(/\d+/, (digits) => digits.padStart(4, '0'))
    seen.set(word, (seen.get(word) ?? 0) + word.length)
  }
}
