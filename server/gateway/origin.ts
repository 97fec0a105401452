import { isIP } from 'node:net'
import { hostname } from 'node:os'

export type OriginNeeds = { publicUrl: URL | null; allowedOrigins: readonly string[]; host: string }

/** The address that a request says it was sent to. */
export type Target = { scheme: 'http' | 'https'; host: string }

/** Which hosts we answer for, and which pages may speak to us (T-18, T-19, T-73). */
export function createOriginRules({ publicUrl, allowedOrigins, host: bound }: OriginNeeds) {
  const names = new Set(
    ['localhost', bound, publicUrl?.hostname, hostname(), `${hostname()}.local`].map((name) => name?.toLowerCase()),
  )

  function targetOf(headers: Headers, proxied: boolean): Target {
    const host = (proxied && lastOf(headers.get('x-forwarded-host'))) || headers.get('host') || ''
    const forwarded = proxied ? lastOf(headers.get('x-forwarded-proto')) : null
    const secure =
      forwarded === null ? publicUrl?.protocol === 'https:' && publicUrl.host === host : forwarded === 'https'
    return { scheme: secure ? 'https' : 'http', host: host.toLowerCase() }
  }

  /** False for a name that is not ours: a page of that name could be anybody's (DNS rebinding). */
  function isOurHost({ host }: Target): boolean {
    const name = /^\[(.+)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/:\d+$/, '')
    return isIP(name) > 0 || names.has(name) || name.endsWith('.localhost')
  }

  /** Exact: our own address, or one on the list. */
  function mayCome(origin: string, { scheme, host }: Target): boolean {
    if (allowedOrigins.includes(origin)) return true
    return origin === `${scheme}://${host}` || origin === publicUrl?.origin
  }

  return { targetOf, isOurHost, mayCome }
}
export type OriginRules = ReturnType<typeof createOriginRules>

const lastOf = (list: string | null): string | null => list?.split(',').at(-1)?.trim() || null
