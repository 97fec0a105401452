import type { Packs } from '#server/packs/index.ts'
import type { Routes } from './api-routes.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { serveFile } from './serve-file.ts'

export type PackRouteNeeds = {
  requirePrincipal: RequirePrincipal
  packs: Pick<Packs, 'readSet' | 'readEmoticon'>
}

/** Everybody with a session may see what is in packs, and what is at an address never changes. */
const CACHE = 'private, max-age=31536000, immutable'

/** GET /api/packs/<pack id>/<version>: all its pictures; GET /api/emoticons/<emoticon id>: one. */
export function createPackRoutes({
  requirePrincipal,
  packs,
}: PackRouteNeeds): Routes<'/api/packs/:pack/:version' | '/api/emoticons/:emoticon'> {
  return {
    '/api/packs/:pack/:version': {
      async GET({ request, target }, { pack, version }) {
        await requirePrincipal(request.headers, target)
        const file = packs.readSet(pack, Number(version))
        return kept(await serveFile(request, { ...file, name: pack, inline: false, etag: `"${pack}.${version}"` }))
      },
    },
    '/api/emoticons/:emoticon': {
      async GET({ request, target }, { emoticon }) {
        await requirePrincipal(request.headers, target)
        const file = await packs.readEmoticon(emoticon)
        return kept(await serveFile(request, { ...file, name: emoticon, inline: true, etag: `"${emoticon}"` }))
      },
    },
  }
}

function kept(answer: Response): Response {
  if (answer.status < 400) answer.headers.set('Cache-Control', CACHE)
  return answer
}
