import type { Packs } from '#server/packs/index.ts'
import type { Route } from './api-routes.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { serveFile } from './serve-file.ts'

export type PackRouteNeeds = {
  requirePrincipal: RequirePrincipal
  packs: Pick<Packs, 'readSet' | 'readEmoticon'>
}

/** Everybody with a session may see what is in packs, and what is at an address never changes. */
const CACHE = 'private, max-age=31536000, immutable'

/** GET /api/packs/<pack id>/<version>: all its pictures; GET /api/emoticons/<emoticon id>: one. */
export function createPackRoutes({ requirePrincipal, packs }: PackRouteNeeds): Route[] {
  const set: Route = {
    methods: ['GET', 'HEAD'],
    path: /^\/api\/packs\/(k[0-9a-hjkmnp-tv-z]{12})\/(\d{1,9})$/,
    async answer({ request, target }, [id = '', version = '']) {
      await requirePrincipal(request.headers, target)
      const file = packs.readSet(id, Number(version))
      return kept(await serveFile(request, { ...file, name: id, inline: false, etag: `"${id}.${version}"` }))
    },
  }
  const one: Route = {
    methods: ['GET', 'HEAD'],
    path: /^\/api\/emoticons\/(e[0-9a-hjkmnp-tv-z]{16})$/,
    async answer({ request, target }, [id = '']) {
      await requirePrincipal(request.headers, target)
      const file = await packs.readEmoticon(id)
      return kept(await serveFile(request, { ...file, name: id, inline: true, etag: `"${id}"` }))
    },
  }
  return [set, one]
}

function kept(answer: Response): Response {
  if (answer.status < 400) answer.headers.set('Cache-Control', CACHE)
  return answer
}
