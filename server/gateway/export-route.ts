import type { Accounts } from '#server/accounts/index.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import type { Exports, ExportWish, FileReader } from '#server/export/index.ts'
import { fileKinds } from '#server/export/index.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { readSessionCookie } from './cookies.ts'
import { fileHeaders } from './headers.ts'
import { refusalResponse, text } from './http-routes.ts'
import type { Target } from './origin.ts'
import { languageOf } from './page.ts'

export type ExportRouteNeeds = {
  accounts: Pick<Accounts, 'findGuest'>
  principals: Pick<Principals, 'find'>
  exports: Pick<Exports, 'open' | 'requireOpen'>
  basePath: string
}

const PATH = new RegExp(`^/api/rooms/(r[0-9a-hjkmnp-tv-z]{12})/export\\.(${fileKinds.join('|')})$`)
const BEARER = /^Bearer ([\w.-]{1,128})$/i

/**
 * GET /api/rooms/<room id>/export.html and .ndjson: the room as a file, for whoever is in it. The session is that of the
 * cookie, or of `Authorization: Bearer`; never of the address (T-20). HEAD says whether one would get it.
 */
export function createExportRoute({ accounts, principals, exports, basePath }: ExportRouteNeeds) {
  async function requirePrincipal(headers: Headers, target: Target): Promise<Principal> {
    const token = BEARER.exec(headers.get('authorization') ?? '')?.[1]
    const secret = token ?? readSessionCookie(headers.get('cookie'), target, basePath)
    const found = secret === null ? null : await accounts.findGuest(secret)
    if (!found || found.gone) throw new Refusal('login_first')
    // Who is in the room is connected: the one object of that person knows.
    return principals.find(found.id) ?? found
  }

  return async function getExport(request: Request, target: Target, path: string): Promise<Response> {
    const wish = wishOf(request, path)
    if (!wish) return text('There is nothing at this address.\n', 404)
    try {
      const principal = await requirePrincipal(request.headers, target)
      if (request.method === 'HEAD') {
        await exports.requireOpen(principal, wish.room)
        return new Response(null, { headers: fileHeaders })
      }
      const { type, disposition, stream } = await exports.open(principal, wish)
      const headers = { ...fileHeaders, 'Content-Type': type, 'Content-Disposition': disposition }
      return new Response(stream, { headers })
    } catch (error) {
      if (error instanceof Refusal) return refusalResponse(error.code, error.detail)
      throw error
    }
  }
}

function wishOf({ url, headers }: Request, path: string): ExportWish | null {
  const [, room, ending] = PATH.exec(path) ?? []
  const kind = fileKinds.find((one) => one === ending)
  if (!room || !kind) return null
  return { room, kind, reader: readerOf(new URL(url).searchParams, headers) }
}

/** In which language and whose hours: as the page says, else as the browser does, and in UTC. */
function readerOf(asked: URLSearchParams, headers: Headers): FileReader {
  const timeZone = asked.get('tz') ?? 'UTC'
  return {
    locale: languageOf(asked.get('lang'), headers.get('accept-language')),
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
  }
}

function isTimeZone(name: string): boolean {
  try {
    return name.length <= 64 && new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}
