import { sign } from 'node:crypto'
import type { PushKeys } from './push-keys.ts'

/** RFC 8292 allows a day; what is signed twice a day is never refused for a clock that is a little off. */
const HOLDS_MS = 12 * 3_600_000
/** Renewed while it still holds for this long. */
const RENEW_MS = 3_600_000
/** There are a handful of push services; a stranger's addresses do not grow the map (HOUSE-12). */
const MOST_SIGNED = 100

export type VapidNeeds = {
  keys: PushKeys
  /** Whom a push service may write to about us: mailto: or https:. Null: nobody is named. */
  contact: string | null
  nowMs(): number
}

/** Says to a push service who sends (RFC 8292): gives the Authorization header for an address's origin. */
export function createVapid({ keys, contact, nowMs }: VapidNeeds) {
  const signed = new Map<string, { header: string; untilMs: number }>()

  return function authorize(origin: string): string {
    const known = signed.get(origin)
    const leftMs = known ? known.untilMs - nowMs() : 0
    // Longer than it was signed for: the clock went back, and what holds for more than a day is refused (P-18).
    if (known && leftMs > RENEW_MS && leftMs <= HOLDS_MS) return known.header
    const untilMs = nowMs() + HOLDS_MS
    const claims = { aud: origin, exp: Math.floor(untilMs / 1_000), ...(contact !== null && { sub: contact }) }
    const header = `vapid t=${tokenOf(claims, keys)}, k=${keys.publicKey}`
    signed.delete(origin)
    signed.set(origin, { header, untilMs })
    const [oldest] = signed.keys()
    if (oldest !== undefined && signed.size > MOST_SIGNED) signed.delete(oldest)
    return header
  }
}

function tokenOf(claims: object, { privateKey }: PushKeys): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}
