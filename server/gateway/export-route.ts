import type { Exports, ExportWish, FileReader } from '#server/export/index.ts'
import { fileKinds } from '#server/export/index.ts'
import type { Called, Route } from './api-routes.ts'
import { fileHeaders } from './headers.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { text } from './http-routes.ts'
import { languageOf } from './page.ts'

export type ExportRouteNeeds = {
  requirePrincipal: RequirePrincipal
  exports: Pick<Exports, 'open' | 'requireOpen'>
}

/** GET /api/rooms/<room id>/export.html and .ndjson: the room as a file, for whoever is in it. HEAD says whether one would get it. */
export function createExportRoute({ requirePrincipal, exports }: ExportRouteNeeds): Route {
  async function answer({ request, target }: Called, parts: readonly string[]): Promise<Response> {
    const wish = wishOf(request, parts)
    if (!wish) return text('There is nothing at this address.\n', 404)
    const principal = await requirePrincipal(request.headers, target)
    if (request.method === 'HEAD') {
      await exports.requireOpen(principal, wish.room)
      return new Response(null, { headers: fileHeaders })
    }
    const { type, disposition, stream } = await exports.open(principal, wish)
    const headers = { ...fileHeaders, 'Content-Type': type, 'Content-Disposition': disposition }
    return new Response(stream, { headers })
  }
  const path = new RegExp(`^/api/rooms/(r[0-9a-hjkmnp-tv-z]{12})/export\\.(${fileKinds.join('|')})$`)
  return { methods: ['GET', 'HEAD'], path, answer }
}

function wishOf({ url, headers }: Request, [room, ending]: readonly string[]): ExportWish | null {
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
