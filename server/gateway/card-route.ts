import type { Cards } from '#server/cards/index.ts'
import type { Routes } from './api-routes.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { serveFile } from './serve-file.ts'

export type CardRouteNeeds = { requirePrincipal: RequirePrincipal; cards: Pick<Cards, 'readPicture'> }

/** GET /api/cards/<picture id>: our own copy of a picture of a page, for who is here (T-45). */
export function createCardRoute({ requirePrincipal, cards }: CardRouteNeeds): Routes<'/api/cards/:picture'> {
  return {
    '/api/cards/:picture': {
      async GET({ request, target }, { picture }) {
        await requirePrincipal(request.headers, target)
        const { hash, type, read } = await cards.readPicture(picture)
        // The picture of a page may become another one: its bytes are its ETag.
        const etag = `"${hash.slice(0, 32)}"`
        return serveFile(request, { etag, name: 'card', type, inline: true, bytes: null, read })
      },
    },
  }
}
