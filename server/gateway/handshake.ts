const wordsOf = (list: string | null): string[] => (list ?? '').split(',').map((word) => word.trim().toLowerCase())

/** Whether a request wants to become a socket, in whatever form. */
export const asksForSocket = ({ headers }: Request): boolean => wordsOf(headers.get('upgrade')).includes('websocket')

/**
 * Whether it may (RFC 6455, 4.2.1). The runtime looks at the key and the version, and not at these: `Upgrade` counts for the next
 * hop alone, and only where `Connection` says so; and what is announced as a body would be read as frames, by us alone, while a
 * proxy in front believes that it passes on a request (T-61).
 */
export const isHandshake = ({ method, headers }: Request): boolean =>
  method === 'GET' &&
  wordsOf(headers.get('connection')).includes('upgrade') &&
  // Some proxies say that there is none.
  (headers.get('content-length') ?? '0') === '0' &&
  !headers.has('transfer-encoding')

/** No name is longer (RFC 1035), with a port behind it. What it is told again in is as long for each who hears it. */
const MOST_HOST_CHARS = 253 + ':65535'.length

/** A host as it may stand in a request: one, and nothing of a path or a person in it. */
export const isHost = (host: string): boolean =>
  host.length <= MOST_HOST_CHARS && /^(?:\[[\da-f:.]+\]|[^\s,/\\?#@:[\]]+)(?::\d{0,5})?$/i.test(host)
