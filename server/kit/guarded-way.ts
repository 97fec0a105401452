import { Resolver } from 'node:dns/promises'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { hostOf, isPublicAddress } from './public-address.ts'

export type WayNeeds = {
  /** For tests, whose sites are on this machine. */
  allowPrivate: boolean
  /** For tests: who signed the certificate of their site. */
  ca?: string
  /** Every address of a name. The system's name servers are asked unless a test brings others. */
  resolve?(host: string, deadline: AbortSignal): Promise<string[]>
  /** For tests: a name server of their own, `127.0.0.1:5353`, in place of the system's. */
  nameServer?: string
}

/** The socket is not connected yet: `opened` is the event that says that it is. */
export type OpenWay = (
  url: URL,
  deadline: AbortSignal,
) => Promise<{ socket: Socket; opened: 'connect' | 'secureConnect' }>

/**
 * By the name servers of the system, on the event loop. The system's own function waits on the thread pool, 10 s for a name server
 * that is silent, and the pool has as many places as the machine has cores: two links of a stranger would stand before the sync
 * of every commit (decision 0059).
 */
const createResolve = (nameServer?: string) =>
  async function resolveOnLoop(host: string, deadline: AbortSignal): Promise<string[]> {
    if (isIP(host) > 0) return [host]
    deadline.throwIfAborted()
    // A new one each time: it reads which name servers there are when it is made, and a machine changes its net.
    const resolver = new Resolver()
    if (nameServer !== undefined) resolver.setServers([nameServer])
    // By itself it waits, and keeps its socket, for minutes (measured).
    const giveUp = () => resolver.cancel()
    deadline.addEventListener('abort', giveUp, { once: true })
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    deadline.removeEventListener('abort', giveUp)
    const found = (hasIPv4() ? [v4, v6] : [v6, v4]).flatMap((kind) => (kind.status === 'fulfilled' ? kind.value : []))
    if (found.length === 0 && v4.status === 'rejected') throw v4.reason
    return found
  }

/** Whoever has version 6 alone gets nowhere by a number of version 4. */
const hasIPv4 = (): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some(({ family, internal }) => family === 'IPv4' && !internal))

/**
 * A way out that cannot be led inwards (T-43, T-74): the name is looked up once, no address of it may be private, and the socket
 * is opened to the address that was checked, with the name only in the handshake. No proxy of the environment is asked: the
 * runtime's `fetch` does, and follows redirects, so what goes over this way is written by hand. Rejects where there is none.
 */
export function createGuardedWay({
  allowPrivate,
  ca,
  nameServer,
  resolve = createResolve(nameServer),
}: WayNeeds): OpenWay {
  async function requireAddress(host: string, deadline: AbortSignal): Promise<string> {
    const addresses = await resolve(host, deadline)
    const [address] = addresses
    if (address === undefined) throw new Error('the name has no address')
    // One that leads inwards among others is no accident.
    if (!allowPrivate && !addresses.every(isPublicAddress)) throw new Error('the name leads inwards')
    return address
  }

  /** To the address; the name is what the certificate must be for. */
  return async function openWay(url, deadline) {
    const host = hostOf(url)
    const address = await orLate(requireAddress(host, deadline), deadline)
    if (url.protocol === 'http:')
      return { socket: connectPlain({ host: address, port: Number(url.port || 80) }), opened: 'connect' }
    const name = isIP(host) > 0 ? {} : { servername: host }
    const way = { host: address, port: Number(url.port || 443), ALPNProtocols: ['http/1.1'] }
    return { socket: connectTls({ ...way, ...name, ...(ca !== undefined && { ca }) }), opened: 'secureConnect' }
  }
}

/** Rejects at the deadline; what is done by then goes on, and its end is nobody's. */
export function orLate<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('no answer in time'))
    if (deadline.aborted) giveUp()
    deadline.addEventListener('abort', giveUp, { once: true })
    work.then(resolve, reject)
  })
}

/** What stands in these comes from a parsed address and from us: none of it has a line break. */
export function requestHead(method: string, url: URL, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Host: url.host, Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return [`${method} ${url.pathname}${url.search} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}
