import type { RefusalCode } from '#protocol/refusals.ts'
import { readPlace } from '#web/kit/place.ts'
import { sessionToken } from './begin-session.ts'
import { language } from './preferences.ts'
import { roomInfo } from './session.ts'

export type FileKind = 'html' | 'ndjson' | 'zip'
/** Why there is no file; `lost`: the server was not reached. `waitS` where it passes with time. */
export type NoFile = { code: RefusalCode | 'lost'; waitS: number }

/** Brings the room of the page as a file. Null when the download has begun. */
export async function exportRoom(kind: FileKind): Promise<NoFile | null> {
  const room = roomInfo.peek()
  if (!room) return { code: 'lost', waitS: 0 }
  const token = sessionToken()
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const asked = new URLSearchParams({ lang: language.peek(), tz: Intl.DateTimeFormat().resolvedOptions().timeZone })
  const address = `${readPlace().base}/api/rooms/${room.id}/export.${kind}?${asked}`
  try {
    // A link cannot tell why there is no file, so it is asked first.
    const answer = await fetch(address, { method: token ? 'GET' : 'HEAD', headers, cache: 'no-store' })
    if (!answer.ok) return noFile(answer)
    if (token) await saveBlob(await answer.blob(), `${room.title}.${kind}`)
    else save(address, '')
    return null
  } catch {
    return { code: 'lost', waitS: 0 }
  }
}

/** A HEAD is answered without a body: its status says which refusal it is. */
const codes: ReadonlyMap<number, RefusalCode> = new Map([
  [401, 'login_first'],
  [403, 'banned'],
  [404, 'not_found'],
  [429, 'rate_limited'],
  [500, 'internal'],
  [507, 'storage_full'],
])

export function noFile(answer: Response): NoFile {
  const waitS = Number(answer.headers.get('retry-after') ?? 0)
  return { code: codes.get(answer.status) ?? (answer.status >= 500 ? 'busy' : 'internal'), waitS }
}

/** The browser takes it to where it keeps files; the name is the server's. */
function save(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

/** Without a cookie a link would be nobody's: the page fetches the file itself, and holds it whole. */
async function saveBlob(blob: Blob, name: string): Promise<void> {
  const address = URL.createObjectURL(blob)
  save(address, name)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  URL.revokeObjectURL(address)
}
