import { monotonicMs } from '../monotonic.ts'

/** Milliseconds of CLOCK_MONOTONIC: one clock for all processes of a box, as history.ts asks for. */
export const steadyMs = monotonicMs

export const sleep = (ms: number): Promise<void> => Bun.sleep(ms)

/** Looks again and again; rejects with `what` when it did not come in time. Returns how long it took, in ms. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 20,
): Promise<number> {
  const sinceMs = steadyMs()
  while (!(await holds())) {
    if (steadyMs() - sinceMs > withinMs) throw new Error(`${what}: not within ${Math.round(withinMs / 100) / 10} s`)
    await sleep(everyMs)
  }
  return steadyMs() - sinceMs
}
