import type { Exports, FileReader } from '#server/export/index.ts'
import { fileKinds, STUCK_MS } from '#server/export/index.ts'
import { netOf } from '#server/kit/address-prefix.ts'
import type { Answer, Routes } from './api-routes.ts'
import { fileHeaders } from './headers.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { text } from './http-routes.ts'
import { languageOf } from './page.ts'

/** The runtime's patience is longer than ours: it would end without a word what ours ends and tells. */
const REST_SECONDS = (2 * STUCK_MS) / 1_000

const ADDRESS = '/api/rooms/:room/export.:kind'

export type ExportRouteNeeds = {
  requirePrincipal: RequirePrincipal
  exports: Pick<Exports, 'open' | 'requireOpen'>
}

/** GET /api/rooms/<room id>/export.html, .ndjson and .zip: the room as a file, for whoever is in it. HEAD says whether one would get it. */
export function createExportRoute({ requirePrincipal, exports }: ExportRouteNeeds): Routes<typeof ADDRESS> {
  const answer: Answer<typeof ADDRESS> = async ({ request, target, asked, from, mayRest }, { room, kind: ending }) => {
    const kind = fileKinds.find((one) => one === ending)
    if (!kind) return text('There is nothing at this address.\n', 404)
    // The request's own headers are the runtime's, and gone once it is answered.
    const headers = new Headers(request.headers)
    const whose = () => requirePrincipal(headers, target)
    if (request.method === 'HEAD') {
      await exports.requireOpen(await whose(), { room, network: netOf(from) })
      return new Response(null, { headers: fileHeaders })
    }
    const reader = readerOf(asked, headers)
    const { type, disposition, stream } = await exports.open(whose, { room, kind, reader, network: netOf(from) })
    mayRest(REST_SECONDS)
    return new Response(stream, {
      headers: { ...fileHeaders, 'Content-Type': type, 'Content-Disposition': disposition },
    })
  }
  return { [ADDRESS]: { GET: answer } }
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
