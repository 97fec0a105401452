const ROUNDS = 5

/**
 * What a piece of work costs in milliseconds of this process's own time: what other programs take of the machine does
 * not count, and the best of five rounds is without the collector and the first run. It stops at the first round that
 * is cheaper than `enough`, so a quick piece of work is measured once.
 */
export function costMs(work: () => void, enough: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS && best >= enough; round++) {
    const before = process.threadCpuUsage()
    work()
    const { user, system } = process.threadCpuUsage(before)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}
