import { readPlace } from '#web/kit/place.ts'
import { sessionToken } from '#web/store/begin-session.ts'
import { packsWith } from './pack-list.ts'
import { partOf, type SetPart } from './set-parts.ts'

const WAIT_MS = 30_000
/** Parts of sets that are at hand, so that another picture of one is no request. */
const MOST_PARTS = 24
/** Of packs that are gone pictures come one by one, so many at a time. */
const MOST_SINGLE = 4

const parts = new Map<string, Promise<Blob>>()
let single = 0
const waiting: (() => void)[] = []

/** The bytes of a picture: cut from its pack's set, which is one request for all of them; by itself where no pack has it. */
export async function fetchPicture(id: string): Promise<Blob> {
  const pack = (await packsWith(id)).find(({ pictures }) => pictures.some((one) => one.id === id))
  const part = pack && partOf(pack, id)
  const picture = pack?.pictures.find((one) => one.id === id)
  if (!part || !picture) return fetchSingle(id)
  const from = picture.from - part.from
  try {
    return (await fetchPart(part)).slice(from, from + picture.bytes, picture.type)
  } catch {
    // The pack was changed meanwhile: the picture is there still.
    return fetchSingle(id)
  }
}

function fetchPart(part: SetPart): Promise<Blob> {
  const known = parts.get(part.key)
  if (known) return known
  const range: Record<string, string> = part.whole ? {} : { Range: `bytes=${part.from}-${part.to}` }
  const coming = get(part.path, range).then((blob) => {
    if (blob.size !== part.to - part.from + 1) throw new Error(`packs: ${blob.size} bytes of ${part.key}`)
    return blob
  })
  coming.catch(() => parts.delete(part.key))
  parts.set(part.key, coming)
  const [oldest] = parts.keys()
  if (parts.size > MOST_PARTS && oldest !== undefined) parts.delete(oldest)
  return coming
}

async function fetchSingle(id: string): Promise<Blob> {
  if (single >= MOST_SINGLE) await new Promise<void>((resolve) => void waiting.push(resolve))
  single++
  try {
    return await get(`emoticons/${id}`, {})
  } finally {
    single--
    waiting.shift()?.()
  }
}

async function get(path: string, range: Readonly<Record<string, string>>): Promise<Blob> {
  const token = sessionToken()
  const headers = { ...range, ...(token !== undefined && { Authorization: `Bearer ${token}` }) }
  const answer = await fetch(`${readPlace().base}/api/${path}`, { headers, signal: AbortSignal.timeout(WAIT_MS) })
  if (!answer.ok) throw new Error(`packs: ${path} answered ${answer.status}`)
  return answer.blob()
}
