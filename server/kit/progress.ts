/** A reader that takes nothing for this long while something waits is cut, and resumes (P-12). */
const STUCK_MS = 10_000

/**
 * What waits for a reader, and since when it has taken nothing of it. Null: nothing waits, as for nearly all, nearly always; so a
 * hundred thousand who are not behind cost nothing.
 */
export type Progress = { readonly waitingBytes: number; readonly sinceMs: number } | null

/** The next look, once a second. */
export function progressOf(before: Progress, waitingBytes: number, nowMs: number): Progress {
  if (waitingBytes === 0) return null
  const isStill = before !== null && waitingBytes >= before.waitingBytes
  return { waitingBytes, sinceMs: isStill ? before.sinceMs : nowMs }
}

/** The reader has taken nothing for too long. */
export const isStuck = (progress: Progress, nowMs: number): boolean =>
  progress !== null && nowMs - progress.sinceMs > STUCK_MS
