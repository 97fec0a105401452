import { expect, test } from 'bun:test'
import { newUploadId } from '#server/kit/ids.ts'
import { Unsure } from '#server/kit/refusal.ts'
import { createApi, type Routes } from './api-routes.ts'

const unsure = () => {
  throw new Unsure('The sync failed')
}
const routes: Routes = {
  '/api/session': { POST: unsure },
  '/api/rooms/:room/export.:kind': { GET: unsure },
  '/api/rooms/:room/uploads': { POST: unsure },
  '/api/packs/uploads': { POST: unsure },
  '/api/uploads/:upload': { GET: unsure, PATCH: unsure, DELETE: unsure },
  '/api/files/:file': { GET: unsure },
  '/api/files/:file/thumb': { GET: unsure },
  '/api/cards/:picture': { GET: unsure },
  '/api/packs/:pack/:version': { GET: unsure },
  '/api/emoticons/:emoticon': { GET: unsure },
}
const from = { address: '::1', prefix: '::1', home: null }

test('[P-16] [F-3] a disk that fails while something is stored is no fault of the server: whoever asks is told to come again', async () => {
  const path = `/api/uploads/${newUploadId()}`
  const request = new Request(`http://house${path}`, { method: 'PATCH' })
  const asked = new URLSearchParams()
  const target = { scheme: 'http', host: 'house' } as const
  const answer = await createApi(routes)({ request, path, asked, target, from, mayRest() {} })
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await answer.json()).toEqual({ code: 'unavailable', retry_after_ms: 5_000 })
})
