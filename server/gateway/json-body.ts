import { limits } from '#protocol/limits.ts'
import { parseJson } from '#server/kit/bounded-json.ts'
import { text } from './http-routes.ts'

/**
 * What a request says as JSON; an answer where it says nothing that can be read. A form of another site cannot send JSON (T-19), and
 * nothing is unpacked (T-40). The runtime lets pass what a slice of a file may have, so the bound is here. Refuses with `bad_json`.
 */
export async function readJson(request: Request): Promise<{ json: unknown } | Response> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return text('Content-Type: application/json is expected.\n', 415)
  if (request.headers.has('content-encoding')) return text('A packed body is not read.\n', 415)
  const words = await readWords(request)
  return words === null
    ? text(`A body of at most ${limits.commandBytes} bytes is read.\n`, 413)
    : { json: parseJson(words) }
}

/** Null: there are more than are read. */
async function readWords(request: Request): Promise<string | null> {
  const { headers } = request
  const announced = headers.get('content-length')
  if (announced === null || headers.has('transfer-encoding')) return readPieces(request)
  // The runtime gives no more than was announced. Read whole: a stream takes 320 kB for a body of 30 bytes (measured).
  return Number(announced) > limits.commandBytes ? null : Buffer.from(await request.arrayBuffer()).toString('utf8')
}

async function readPieces(request: Request): Promise<string | null> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of request.body ?? []) {
    bytes += piece.length
    if (bytes > limits.commandBytes) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
