import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { type File, type Upload, type UploadWish, upload } from '#protocol/files.ts'

/** What cannot be guessed, or made smaller: a test that finds it elsewhere has found it. */
export const randomFile = (bytes: number): Buffer<ArrayBuffer> => Buffer.from(randomBytes(bytes))

type Call = {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array<ArrayBuffer>
}
/** An HTTP answer as a test reads it: `code` is that of a refusal. */
export type Answer = { status: number; headers: Headers; bytes: Buffer; json: Record<string, unknown> | null }

/** Somebody who sends and gets files over HTTP, by a token. `server` may be a proxy in front of one. */
export class Uploader {
  readonly #server: { readonly url: string }
  readonly #token: string

  constructor(server: { readonly url: string }, token: string) {
    this.#server = server
    this.#token = token
  }

  async call(path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
    const answer = await fetch(`${this.#server.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#token}`, ...headers },
      ...(body !== undefined && { body }),
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isJson = answer.headers.get('content-type') === 'application/json'
    return { status: answer.status, headers: answer.headers, bytes, json: isJson ? JSON.parse(bytes.toString()) : null }
  }

  /** Asks for an upload; `room` null: for a pack. */
  wish(room: string | null, wish: UploadWish): Promise<Answer> {
    const path = room === null ? '/api/packs/uploads' : `/api/rooms/${room}/uploads`
    return this.call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(wish),
    })
  }

  async opens(room: string | null, wish: UploadWish): Promise<Upload> {
    return requireUpload(await this.wish(room, wish))
  }

  patch(id: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> {
    return this.call(`/api/uploads/${id}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': String(offset) },
      body: bytes,
    })
  }

  async state(id: string): Promise<Upload> {
    return requireUpload(await this.call(`/api/uploads/${id}`))
  }

  /** Sends what is missing of it, slice by slice, to its end. */
  async sends(begun: Upload, bytes: Uint8Array<ArrayBuffer>): Promise<File> {
    for (let { id, offset, slice, file } = begun; ; ) {
      if (file) return file
      const answer = await this.patch(id, offset, bytes.slice(offset, offset + slice))
      ;({ id, offset, slice, file } = requireUpload(answer))
    }
  }

  /** A whole upload. */
  async uploads(room: string, bytes: Uint8Array<ArrayBuffer>, name = 'file.bin'): Promise<File> {
    return this.sends(await this.opens(room, { name, bytes: bytes.length }), bytes)
  }

  get(file: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call(`/api/files/${file}`, { headers })
  }
}

function requireUpload({ status, json, bytes }: Answer): Upload {
  if (status >= 400) throw new Error(`${status} ${bytes.toString().slice(0, 200)}`)
  return v.parse(upload, json)
}
