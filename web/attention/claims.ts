/** Of a room: the highest number that a tab of this browser has told of, or shows, and when it did. */
export type Claim = readonly [room: string, seq: number, atMs: number]

/** Tabs hear the same within a second or two; later the same numbers may be those of a log that was restored. */
const HOLDS_MS = 10_000
const MOST_ROOMS = 50
const KEY = 'teahouse.heard'

/** The claims after one more; null when another tab was first. */
export function claimIn(claims: readonly Claim[], [room, seq, atMs]: Claim): readonly Claim[] | null {
  const fresh = claims.filter(([, , was]) => Math.abs(atMs - was) < HOLDS_MS)
  if (fresh.some(([other, upTo]) => other === room && upTo >= seq)) return null
  return [...fresh.filter(([other]) => other !== room), [room, seq, atMs] as const].slice(-MOST_ROOMS)
}

/** False when another tab of this browser has told of this message, or shows it. */
export async function claimAlone(room: string, seq: number): Promise<boolean> {
  return (await isFirst(`${KEY}:${room}:${seq}`)) && claim(room, seq)
}

/** What one tab has stored the other reads a moment later: of two that speak at one time only a lock knows the first. */
function isFirst(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null) => {
      resolve(lock !== null)
      return lock && new Promise<void>((end) => void setTimeout(end, HOLDS_MS))
    }
    // Without locks, as on plain http, what is stored has to do.
    if (!('locks' in navigator)) resolve(true)
    else navigator.locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(true))
  })
}

/** The same, as far as what is stored tells. */
export function claim(room: string, seq: number): boolean {
  try {
    const next = claimIn(readClaims(localStorage.getItem(KEY)), [room, seq, Date.now()])
    if (next) localStorage.setItem(KEY, JSON.stringify(next))
    return next !== null
  } catch {
    // A browser that keeps nothing: each tab speaks for itself.
    return true
  }
}

export function readClaims(text: string | null): readonly Claim[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(stored) ? stored.filter(isClaim) : []
  } catch {
    return []
  }
}

const isClaim = (value: unknown): value is Claim =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number' && typeof value[2] === 'number'
