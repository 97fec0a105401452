import { isIP } from 'node:net'
import { hostOf, isPublicAddress } from '#server/kit/public-address.ts'

const MOST_CHARS = 2_000

/**
 * An address that the server may ask for, or null: http or https on their own ports, nobody's name in it, and no number that
 * leads inwards (T-43). The number behind a name is looked at where the way is opened. `base`: what it is relative to.
 */
export function readPageAddress(text: string, allowPrivate: boolean, base?: URL): URL | null {
  const url = text.length <= MOST_CHARS ? URL.parse(text, base?.href) : null
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  if (url.username + url.password !== '' || url.hostname === '' || url.href.length > MOST_CHARS) return null
  // What is behind it is for the page alone, and no part of what is asked for.
  url.hash = ''
  if (allowPrivate) return url
  const host = hostOf(url)
  // A name without a dot is one of this network, whatever it resolves to.
  if (isIP(host) > 0 ? !isPublicAddress(host) : !host.replace(/\.$/, '').includes('.')) return null
  return url.port === '' ? url : null
}
