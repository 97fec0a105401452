import { hashBytes, isFields } from '../hash-of.ts'
import type { Form, Got, Seen } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import { bytesOf } from './tea-file.ts'

/** A file of a message, as its event told of it. */
export type FilePlace = { room: string; seq: number; file: string; name: string }
export type Part = { from: number; to: number }

/** What never changes: the address of a picture of a card or a pack, or of all of a pack, and when it was told of. */
export type Picture = { what: string; toldT: number }

/** Longer than a server that stands still, or is down, takes to come back; then nobody waits any more. */
const PATIENCE_MS = 15_000

/** Whether its name says what its bytes are; else it is a picture, which has a small form. */
export const isTea = ({ name }: FilePlace): boolean => bytesOf(name) !== null

/** Asks for a file, a part of it, or its small form, by HTTP. */
export async function download(
  url: string,
  token: string,
  { name, ...place }: FilePlace,
  what: Part | Form = 'whole',
): Promise<Seen> {
  const form = what === 'small' ? 'small' : 'whole'
  const address = `${url}/api/files/${place.file}${form === 'small' ? '/thumb' : ''}`
  const part = typeof what === 'string' ? null : what
  const askedT = monotonicMs()
  const got = await ask(address, token, bytesOf(name), part).catch((): Got => ({ how: 'broken' }))
  return { kind: 'downloaded', ...place, form, askedT, got }
}

/** Asks for what never changes. */
export async function pictured(url: string, token: string, { what, toldT }: Picture): Promise<Seen> {
  const askedT = monotonicMs()
  const got = await ask(`${url}${what}`, token, null, null).catch((): Got => ({ how: 'broken' }))
  return { kind: 'pictured', what, toldT, askedT, got }
}

type Known = Uint8Array<ArrayBuffer> | null

async function ask(address: string, token: string, whole: Known, part: Part | null): Promise<Got> {
  const headers = { Authorization: `Bearer ${token}`, ...(part && { Range: `bytes=${part.from}-${part.to}` }) }
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
  if (answer.status !== 200 && answer.status !== 206) return { how: 'refused', code: await codeOf(answer) }
  const bytes = await answer.bytes()
  // An end before its time is the line's, and whoever gets it knows that it is none.
  const length = answer.headers.get('content-length')
  if (length !== null && Number(length) !== bytes.length) return { how: 'broken' }
  if (!whole) return { how: 'bytes', hash: hashBytes(bytes) }
  const due = answer.status === 206 && part ? whole.subarray(part.from, part.to + 1) : whole
  return { how: 'bytes', hash: hashBytes(bytes), due: hashBytes(due) }
}

async function codeOf(answer: Response): Promise<string> {
  const text = await answer.text()
  if (answer.headers.get('content-type') !== 'application/json') return `http ${answer.status}`
  const refusal: unknown = JSON.parse(text)
  return isFields(refusal) ? String(refusal['code']) : `http ${answer.status}`
}
