const FIRST_FROM_MS = 300
const FIRST_TO_MS = 1_500
const FLOOR_MS = 1_000
const CEILING_MS = 30_000

/** Wait before try number `tries` (0 is the first repeat): 0.3–1.5 s, then doubled with full jitter, 1–30 s (client.md 6.10). */
export function backoffMs(tries: number, random: () => number): number {
  if (tries <= 0) return FIRST_FROM_MS + random() * (FIRST_TO_MS - FIRST_FROM_MS)
  const top = Math.min(CEILING_MS, FIRST_TO_MS * 2 ** tries)
  return FLOOR_MS + random() * (top - FLOOR_MS)
}
