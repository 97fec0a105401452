import { subprotocol } from '#protocol/version.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import type { Log } from '#server/kit/log.ts'
import { maskAddress } from '#server/kit/log.ts'
import type { Origin, SocketOwner } from '#server/kit/socket.ts'
import { type Called, isReading } from './api-routes.ts'
import type { Arrival, Outcome, Upgrade } from './bun-server.ts'
import type { ClientAddress } from './client-address.ts'
import { readSessionCookie } from './cookies.ts'
import { asksForSocket, isHandshake, isHost } from './handshake.ts'
import { everyHeader } from './headers.ts'
import { type Asked, refusalResponse, text } from './http-routes.ts'
import type { OriginRules, Target } from './origin.ts'

export type DoorNeeds = {
  basePath: string
  log: Log
  origins: OriginRules
  clientAddress(socketAddress: string, forwardedFor: string | null): ClientAddress
  get(asked: Asked): Response
  callApi(called: Called): Promise<Response>
  /** A v1 socket, or null when there are too many from this address. */
  openSession(from: Origin, cookie: string | null): SocketOwner | null
  /** A socket of the classic gateway; null where it is switched off. */
  openClassic: ((from: Origin, baseUrl: string) => SocketOwner | null) | null
  refuseHandshake(): Response
  /** Refused classic pages come back at once: their answer waits (features.md 1.2). */
  delayRefusal(address: string): Promise<void>
  /** 0, or the milliseconds until this address may ask again for what is no file of the page. */
  takeRequest(from: Origin): number
}

type Visit = { request: Request; path: string; target: Target; from: Origin; mayRest: Arrival['mayRest'] }

/** The runtime makes an address of the Host and passes it on, whatever it is. */
const NO_ADDRESS = 'The Host or the address of this request is none.\n'
const FOREIGN = 'This page may not speak to this server. ALLOWED_ORIGINS and PUBLIC_URL say which may.\n'
/** Why somebody is not let in, as the log names it. */
const refused = {
  host: { status: 421, words: 'This name is not ours. If it should be, set PUBLIC_URL.\n' },
  origin: { status: 403, words: FOREIGN },
  cookie_without_origin: { status: 403, words: FOREIGN },
  connections: { status: 429, words: 'There are too many connections from this address, or in all.\n' },
} as const

/** Every request comes through here: whose host, whose page, which way (T-18, T-19, T-20, T-73). */
export function createDoor(needs: DoorNeeds) {
  const { basePath, log, origins } = needs

  async function handle(request: Request, arrival: Arrival): Promise<Outcome> {
    const { mayRest } = arrival
    const { address, proxied } = needs.clientAddress(arrival.address, request.headers.get('x-forwarded-for'))
    const target = origins.targetOf(request.headers, proxied)
    // Who asks for the health may leave the Host out (HTTP/1.0): then the runtime hands down the path alone.
    const url = URL.parse(request.url, 'http://localhost')
    const from = originOf(address)
    const outcome = url ? await enter({ request, target, from, mayRest }, url) : text(NO_ADDRESS, 400)
    if (!(outcome instanceof Response)) return outcome
    for (const [name, value] of Object.entries(everyHeader(target, outcome.headers.get('content-type')))) {
      if (!outcome.headers.has(name)) outcome.headers.set(name, value)
    }
    return outcome
  }

  function enter(caller: Omit<Visit, 'path'>, url: URL): Outcome | Promise<Outcome> {
    const path = below(basePath, url.pathname)
    return path === null ? text('There is nothing at this address.\n', 404) : choose({ ...caller, path }, url)
  }

  function choose(visit: Visit, url: URL): Outcome | Promise<Outcome> {
    const { request, path, target, from } = visit
    const isHealth = path === '/healthz' || path === '/readyz'
    if (!isHealth && !isHost(target.host)) return text(NO_ADDRESS, 400)
    if (!isHealth && !origins.isOurHost(target)) return refuse(from, 'host')
    if (url.searchParams.has('token')) return text('A token never stands in an address: send it in the hello.\n', 400)
    const isUpgrade = asksForSocket(request)
    const waitMs = isUpgrade || isDear(path) ? needs.takeRequest(from) : 0
    if (waitMs > 0) return tooMany(path, waitMs)
    if (isUpgrade) return isHandshake(request) ? upgrade(visit) : needs.refuseHandshake()
    if (path.startsWith('/api/')) return call(visit, url.searchParams)
    if (path === '/ws') return text('This address speaks WebSocket only.\n', 426)
    return isReading(request) ? needs.get({ request, path }) : text('This address can only be read.\n', 405)
  }

  function refuse(from: Origin, why: keyof typeof refused): Response {
    log.warn('refused', { from: maskAddress(from.address), why })
    return text(refused[why].words, refused[why].status)
  }

  /** What is done or got by a session: not for a page of another site that the browser sends here with our cookie (T-19). */
  function call(visit: Visit, asked: URLSearchParams): Promise<Response> | Response {
    return isForeign(visit, origins) ? refuse(visit.from, 'origin') : needs.callApi({ ...visit, asked })
  }

  async function upgrade({ request, path, target, from }: Visit): Promise<Outcome> {
    const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((word) => word.trim())
    const origin = request.headers.get('origin')
    const welcome = origin === null || origins.mayCome(origin, target)
    if (path === '/ws') {
      if (!welcome) return refuse(from, 'origin')
      return offered.includes(subprotocol)
        ? openSession(request, target, from)
        : text(`The subprotocol ${subprotocol} is expected.\n`, 400)
    }
    if (path !== '/' && path !== '') return text('There is no socket at this address.\n', 404)
    if (!needs.openClassic) return text('The classic gateway is switched off.\n', 404)
    if (request.headers.has('sec-websocket-protocol')) return text('The classic gateway has no subprotocol.\n', 400)
    const owner = welcome ? needs.openClassic(from, `${target.scheme}://${target.host}${basePath}`) : null
    if (owner) return { owner, headers: {} }
    await needs.delayRefusal(from.address)
    return welcome ? refuse(from, 'connections') : refuse(from, 'origin')
  }

  function openSession(request: Request, target: Target, from: Origin): Outcome {
    const cookie = readSessionCookie(request.headers.get('cookie'), target, basePath)
    // Without an Origin it is no browser of ours: only a token in the hello counts (threats.md 6).
    if (cookie !== null && !request.headers.has('origin')) return refuse(from, 'cookie_without_origin')
    return socket(needs.openSession(from, cookie), { 'Sec-WebSocket-Protocol': subprotocol }, from)
  }

  function socket(owner: SocketOwner | null, headers: Record<string, string>, from: Origin): Upgrade | Response {
    return owner ? { owner, headers } : refuse(from, 'connections')
  }

  return handle
}

/** The browser says that a page of another site asks. */
function isForeign({ request, target }: Visit, origins: OriginRules): boolean {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  // `none`: a person typed the address, or opened a bookmark.
  const isOurs = site === null || site === 'same-origin' || (site === 'none' && isReading(request))
  return !isOurs || (origin !== null && !origins.mayCome(origin, target))
}

/** For a program by name, for a person in words. */
function tooMany(path: string, waitMs: number): Response {
  const refusal = refusalResponse('rate_limited', { retry_after_ms: waitMs })
  if (path.startsWith('/api/')) return refusal
  const answer = text('There are too many requests from this address. Try again in a few seconds.\n', refusal.status)
  answer.headers.set('Retry-After', refusal.headers.get('Retry-After') ?? '1')
  return answer
}

/** What is made for each request; the page's own files are not. */
const isDear = (path: string): boolean =>
  path.startsWith('/api/') || path.startsWith('/r/') || path === '/' || path === ''

function below(basePath: string, pathname: string): string | null {
  if (basePath === '') return pathname
  return pathname === basePath || pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : null
}
