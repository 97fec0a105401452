import type { FileForm, Uploads } from '#server/uploads/index.ts'
import type { Called, Routes } from './api-routes.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { serveFile } from './serve-file.ts'

export type FileRouteNeeds = {
  requirePrincipal: RequirePrincipal
  uploads: Pick<Uploads, 'readFile'>
}

/** GET /api/files/<file id>, and /thumb: who may see it is asked each time (T-8). */
export function createFileRoutes({
  requirePrincipal,
  uploads,
}: FileRouteNeeds): Routes<'/api/files/:file' | '/api/files/:file/thumb'> {
  async function answer({ request, target }: Called, id: string, form: FileForm): Promise<Response> {
    const file = await uploads.readFile(await requirePrincipal(request.headers, target), id, form)
    return serveFile(request, { ...file, etag: `"${id}${form === 'whole' ? '' : '.thumb'}"` })
  }
  return {
    '/api/files/:file': { GET: (called, { file }) => answer(called, file, 'whole') },
    '/api/files/:file/thumb': { GET: (called, { file }) => answer(called, file, 'thumb') },
  }
}
