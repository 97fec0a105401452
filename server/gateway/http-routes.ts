import { bowlSvg } from '#protocol/bowl-shapes.ts'
import { looks } from '#protocol/looks.ts'
import type { RefusalCode, RefusalDetail } from '#protocol/refusals.ts'
import { refusals } from '#protocol/refusals.ts'
import type { Assets } from './assets.ts'
import { jsonHeaders, textHeaders, workerHeaders } from './headers.ts'

/** A request after the checks that all share: its path below the base, and where it was sent. */
export type Asked = { request: Request; path: string }

export type RouteNeeds = {
  assets: Assets
  page(request: Request, room: string): Response
  manifest(request: Request): Response
  /** False while the server is starting or about to stop. */
  isReady(): boolean
}

/** What can be got: pages, the client's files, avatars, health. Everybody may read all of these. */
export function createRoutes({ assets, page, manifest, isReady }: RouteNeeds) {
  return function get({ request, path }: Asked): Response {
    if (path === '/' || path === '') return page(request, '')
    if (path.startsWith('/r/')) return roomPage(request, path.slice('/r/'.length))
    if (path === '/healthz') return text('ok\n', 200)
    if (path === '/readyz') return isReady() ? text('ready\n', 200) : text('not ready\n', 503)
    if (path === '/manifest.webmanifest') return manifest(request)
    if (path === '/sw.js') return worker(request)
    if (path.startsWith('/avatars/')) return avatar(path.slice('/avatars/'.length))
    return assets.respond(path.slice(1), request) ?? text('There is nothing at this address.\n', 404)
  }

  function worker(request: Request): Response {
    const answer = assets.respond('sw.js', request) ?? text('There is no worker.\n', 404)
    for (const [name, value] of Object.entries(workerHeaders)) answer.headers.set(name, value)
    return answer
  }

  function roomPage(request: Request, encoded: string): Response {
    try {
      return page(request, decodeURIComponent(encoded))
    } catch {
      return text('This is not the address of a room.\n', 400)
    }
  }
}

export const text = (words: string, status: number): Response => new Response(words, { status, headers: textHeaders })

/** A refusal as HTTP: the same name and details as on the socket. */
export function refusalResponse(code: RefusalCode, detail: RefusalDetail = {}): Response {
  const after = detail.retry_after_ms
  const headers =
    after === undefined ? jsonHeaders : { ...jsonHeaders, 'Retry-After': String(Math.ceil(after / 1_000)) }
  return new Response(JSON.stringify({ code, ...detail }), { status: refusals[code].http, headers })
}

/** The drawn bowls, also for pages of other sites that speak the classic protocol (features.md 1.2). */
function avatar(file: string): Response {
  const look = Number(/^(\d{1,4})\.svg$/.exec(file)?.[1] ?? Number.NaN)
  if (!(look < looks)) return text('There is no such bowl.\n', 404)
  return new Response(bowlSvg(look), {
    headers: {
      'Content-Type': 'image/svg+xml',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Security-Policy': "default-src 'none'; style-src 'none'; sandbox",
    },
  })
}
