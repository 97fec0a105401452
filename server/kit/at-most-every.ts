/** Passes on the first call, and then none until `ms` have passed: for news that would flood the log. */
export function atMostEvery<Arguments extends unknown[]>(
  ms: number,
  steadyMs: () => number,
  run: (...given: Arguments) => void,
): (...given: Arguments) => void {
  let nextMs = Number.NEGATIVE_INFINITY
  return (...given) => {
    if (steadyMs() < nextMs) return
    nextMs = steadyMs() + ms
    run(...given)
  }
}
