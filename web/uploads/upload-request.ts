import type { Upload } from '#protocol/files.ts'
import type { RefusalBody } from '#protocol/refusals.ts'
import { readPlace } from '#web/kit/place.ts'
import { sessionToken } from '#web/store/begin-session.ts'

/** `lost`: the line, or a server that fell over; whether it was done is not known. */
export type Answer = { name: 'ok'; upload: Upload } | { name: 'no'; refusal: RefusalBody } | { name: 'lost' }

export type Asking = {
  method: 'POST' | 'PATCH' | 'GET' | 'DELETE'
  /** Below `/api`. */
  path: string
  /** POST: what is to come. */
  wish?: unknown
  /** PATCH: bytes, and where they stand in the file. */
  slice?: { offset: number; bytes: ArrayBuffer }
  signal: AbortSignal
}

/** Longer than this a request is given up and asked about. Of the last slice the server also makes the picture anew. */
const PATIENCE_MS = 60_000

/** One request of an upload. Rejects only when `signal` says so. */
export async function askUpload({ method, path, wish, slice, signal }: Asking): Promise<Answer> {
  const token = sessionToken()
  const headers = new Headers(token === undefined ? {} : { Authorization: `Bearer ${token}` })
  if (wish !== undefined) headers.set('Content-Type', 'application/json')
  if (slice) {
    headers.set('Content-Type', 'application/octet-stream')
    headers.set('Upload-Offset', String(slice.offset))
  }
  try {
    const answer = await fetch(`${readPlace().base}/api/${path}`, {
      method,
      headers,
      body: slice ? slice.bytes : wish === undefined ? null : JSON.stringify(wish),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    })
    return readAnswer(answer.status, await answer.json().catch(() => null))
  } catch {
    signal.throwIfAborted()
    return { name: 'lost' }
  }
}

export function readAnswer(status: number, body: unknown): Answer {
  if (isUpload(body) && status < 300) return { name: 'ok', upload: body }
  if (isRefusal(body)) return body.code === 'internal' ? { name: 'lost' } : { name: 'no', refusal: body }
  // Said by something between the page and the server, or by a server that is about to go.
  if (status === 413) return { name: 'no', refusal: { code: 'too_large' } }
  return { name: 'lost' }
}

const isUpload = (body: unknown): body is Upload =>
  typeof body === 'object' && body !== null && 'id' in body && 'offset' in body && typeof body.offset === 'number'

const isRefusal = (body: unknown): body is RefusalBody =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
