import { BlockList, isIP, isIPv6 } from 'node:net'

/** Who is at the other end, and what may be believed of it (T-29). */
export type ClientAddress = {
  /** The client's address; behind trusted proxies the right-most hop that is not one of them. */
  address: string
  /** True when the request came through a trusted proxy: only then its forwarded host and scheme count. */
  proxied: boolean
}

export function createClientAddress(trustedProxies: readonly string[]) {
  const trusted = new BlockList()
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }
  const isTrusted = (address: string) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

  return function clientAddress(socketAddress: string, forwardedFor: string | null): ClientAddress {
    let address = plain(socketAddress)
    if (!isTrusted(address)) return { address, proxied: false }
    for (const hop of (forwardedFor ?? '').split(',').reverse()) {
      const next = plain(hop.trim())
      if (!isIP(next)) break
      address = next
      if (!isTrusted(next)) break
    }
    return { address, proxied: true }
  }
}

/** IPv4 as IPv4, also where the runtime shows it inside IPv6. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
