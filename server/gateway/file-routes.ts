import { fileForms, type Uploads } from '#server/uploads/index.ts'
import type { Route } from './api-routes.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { serveFile } from './serve-file.ts'

export type FileRouteNeeds = {
  requirePrincipal: RequirePrincipal
  uploads: Pick<Uploads, 'readFile'>
}

/** GET /api/files/<file id>, and /thumb: who may see it is asked each time (T-8). */
export function createFileRoutes({ requirePrincipal, uploads }: FileRouteNeeds): Route[] {
  return fileForms.map((form) => ({
    methods: ['GET', 'HEAD'],
    path:
      form === 'whole'
        ? /^\/api\/files\/(f[0-9a-hjkmnp-tv-z]{26})$/
        : /^\/api\/files\/(f[0-9a-hjkmnp-tv-z]{26})\/thumb$/,
    async answer({ request, target }, [id = '']) {
      const file = await uploads.readFile(await requirePrincipal(request.headers, target), id, form)
      return serveFile(request, { ...file, etag: `"${id}${form === 'whole' ? '' : '.thumb'}"` })
    },
  }))
}
