import type { Upload } from '#protocol/files.ts'
import { uploadWish } from '#protocol/files.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Uploads } from '#server/uploads/index.ts'
import type { Answer, Called, Routes } from './api-routes.ts'
import { jsonHeaders } from './headers.ts'
import type { RequirePrincipal } from './http-principal.ts'
import { text } from './http-routes.ts'
import { readJson } from './json-body.ts'
import { requireShape } from './require-input.ts'

export type UploadRouteNeeds = {
  requirePrincipal: RequirePrincipal
  uploads: Pick<Uploads, 'open' | 'state' | 'take' | 'giveUp'>
}

/** Files on their way: begun by POST, a slice each PATCH, GET says how far it is, DELETE gives it up. */
export function createUploadRoutes({
  requirePrincipal,
  uploads,
}: UploadRouteNeeds): Routes<'/api/rooms/:room/uploads' | '/api/packs/uploads' | '/api/uploads/:upload'> {
  const open = async ({ request, target }: Called, room: string | null): Promise<Response> => {
    const principal = await requirePrincipal(request.headers, target)
    const body = await readJson(request)
    if (body instanceof Response) return body
    return json(await uploads.open(principal, room, requireShape(uploadWish, body.json)), 201)
  }

  const take: Answer<'/api/uploads/:upload'> = async ({ request, target, from }, { upload }) => {
    const { headers, body } = request
    const principal = await requirePrincipal(headers, target)
    if (headers.has('content-encoding')) return text('A packed body is not read.\n', 415)
    const bytes = wholeNumber(headers, 'content-length')
    if (bytes === null) return text('Content-Length is expected: a slice says how long it is.\n', 411)
    const offset = wholeNumber(headers, 'upload-offset')
    if (offset === null) throw new Refusal('bad_field', { field: 'Upload-Offset' })
    return json(await uploads.take(principal, upload, { offset, bytes, body, from }))
  }

  return {
    '/api/rooms/:room/uploads': { POST: (called, { room }) => open(called, room) },
    '/api/packs/uploads': { POST: (called) => open(called, null) },
    '/api/uploads/:upload': {
      PATCH: take,
      GET: async ({ request, target }, { upload }) =>
        json(await uploads.state(await requirePrincipal(request.headers, target), upload)),
      async DELETE({ request, target }, { upload }) {
        await uploads.giveUp(await requirePrincipal(request.headers, target), upload)
        return json({})
      },
    },
  }
}

const json = (body: Upload | Record<string, never>, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: jsonHeaders })

function wholeNumber(headers: Headers, name: string): number | null {
  const said = headers.get(name) ?? ''
  return /^\d{1,15}$/.test(said) ? Number(said) : null
}
