import * as v from 'valibot'
import { type Upload, type UploadWish, upload } from '#protocol/files.ts'
import { limits } from '#protocol/limits.ts'
import type { Guest } from './guest.ts'

export type Sent = { name: string; bytes: Uint8Array; alt?: string; voice?: UploadWish['voice'] }

/** A guest sends files with what it says of them, as a bot does. Returns the number of the message. */
export async function sendFiles(url: string, guest: Guest, files: readonly Sent[], body = ''): Promise<number> {
  const room = guest.room.info?.id ?? ''
  const attached = []
  for (const one of files) {
    const { file } = await sendBytes(url, guest, room, one)
    if (!file) throw new Error(`no file of ${one.name}`)
    attached.push({ id: file.id, ...(one.alt === undefined ? {} : { alt: one.alt }) })
  }
  const cid = crypto.randomUUID()
  const { seq } = await guest.client.call('message.post', { room, cid, body, files: attached })
  return seq
}

async function sendBytes(url: string, { token }: Guest, room: string, { name, bytes, voice }: Sent): Promise<Upload> {
  const headers = { Authorization: `Bearer ${token}` }
  const wish: UploadWish = { name, bytes: bytes.length, ...(voice && { voice }) }
  let now = await said(
    fetch(`${url}/api/rooms/${room}/uploads`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(wish),
    }),
  )
  while (!now.file) {
    const slice = bytes.slice(now.offset, now.offset + limits.sliceBytes)
    now = await said(
      fetch(`${url}/api/uploads/${now.id}`, {
        method: 'PATCH',
        headers: { ...headers, 'Upload-Offset': String(now.offset) },
        body: slice,
      }),
    )
  }
  return now
}

async function said(answer: Promise<Response>): Promise<Upload> {
  const { ok, status, text } = await answer.then(async (one) => ({
    ok: one.ok,
    status: one.status,
    text: await one.text(),
  }))
  if (!ok) throw new Error(`upload: ${status} ${text}`)
  return v.parse(upload, JSON.parse(text))
}
