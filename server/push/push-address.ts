import { isIP } from 'node:net'
import { hostOf, isPublicAddress } from '#server/kit/public-address.ts'

const MOST_CHARS = 1_024

/**
 * The address that a browser was given by its push service, or null: https on 443 alone, nobody's name in it, and no number
 * that leads inwards (T-43, T-74). `allowPrivate`: for tests, which have a push service of their own on this machine.
 */
export function readPushAddress(text: string, { allowPrivate }: { allowPrivate: boolean }): URL | null {
  const url = text.length <= MOST_CHARS ? URL.parse(text) : null
  if (!url || url.username + url.password + url.hash !== '') return null
  if (allowPrivate) return url.protocol === 'https:' || url.protocol === 'http:' ? url : null
  if (url.protocol !== 'https:' || url.port !== '') return null
  const host = hostOf(url)
  return isIP(host) > 0 && !isPublicAddress(host) ? null : url
}
