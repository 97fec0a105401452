import type { Bytes, Range } from '#server/files/index.ts'
import { contentDisposition } from '#server/kit/content-disposition.ts'
import { text } from './http-routes.ts'

/** What a file is served with. Bytes of a file never change under one address, so the address alone is its ETag. */
export type ToServe = {
  etag: string
  name: string
  type: string
  inline: boolean
  /** Null: as many as come, and no parts of them. */
  bytes: number | null
  read(range?: Range): Promise<Bytes>
}

/** Nothing in it runs, or is of our site, whatever a browser makes of it (T-37). Who may see it is asked again each time. */
const headersOf = ({ etag, name, type, inline, bytes }: ToServe): Record<string, string> => ({
  ETag: etag,
  'Content-Type': type,
  'Content-Disposition': contentDisposition(inline ? 'inline' : 'attachment', name),
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cache-Control': 'private, max-age=300',
  Vary: 'Cookie, Authorization',
  ...(bytes !== null && { 'Accept-Ranges': 'bytes' }),
})

/** A file, a part of it, or the word that it has not changed (RFC 9110): for who was found to be allowed to have it. */
export async function serveFile(request: Request, file: ToServe): Promise<Response> {
  const headers = headersOf(file)
  if (isKnown(request.headers.get('if-none-match'), file.etag)) return new Response(null, { status: 304, headers })
  const range = file.bytes === null ? 'whole' : rangeOf(request.headers, file.bytes, file.etag)
  if (range === 'none') return outside(file.bytes ?? 0, headers)
  const { bytes, body } = await file.read(range === 'whole' ? undefined : range)
  if (range === 'whole') return new Response(body, { headers: { ...headers, 'Content-Length': String(bytes) } })
  const part = {
    ...headers,
    'Content-Range': `bytes ${range.from}-${range.to}/${bytes}`,
    'Content-Length': String(range.to - range.from + 1),
  }
  return new Response(body, { status: 206, headers: part })
}

function outside(bytes: number, headers: Record<string, string>): Response {
  const answer = text('There are no such bytes.\n', 416)
  answer.headers.set('Content-Range', `bytes */${bytes}`)
  answer.headers.set('Vary', headers['Vary'] ?? '')
  return answer
}

const isKnown = (list: string | null, etag: string): boolean =>
  (list ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*')

/** One range, or the whole where several are asked for, or what cannot be read: then a range may be passed over. */
function rangeOf(headers: Headers, bytes: number, etag: string): Range | 'whole' | 'none' {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get('range')?.trim() ?? '')
  const known = headers.get('if-range')
  if (!asked || (known !== null && known !== etag)) return 'whole'
  const [, first = '', last = ''] = asked
  if (first === '' && last === '') return 'whole'
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  if (first !== '' && last !== '' && Number(last) < from) return 'whole'
  return from > to ? 'none' : { from, to }
}
