import { Unzip, UnzipInflate } from 'fflate'
import { ZipHeads } from './zip-heads.ts'

/** What was chosen, dropped or unpacked: `path` within its folder. */
export type Given = { path: string; blob: Blob }

/** All bytes of a zip together, when it is unpacked. */
export const MOST_UNPACKED_BYTES = 64 * 1024 * 1024
/** Read so much at a time, then let the page breathe. */
const STEP_BYTES = 128 * 1024
/** Entries that are looked at, pictures or not. */
const MOST_ENTRIES = 2_000
/** One more than a pack may have is enough to know. */
const MOST_FILES = 201

class Enough extends Error {}

/**
 * The wanted files of a zip. Unpacked in this page, a step at a time, and given up as soon as it is more than it may be: what it
 * says of its own sizes counts for nothing (T-79).
 */
export async function readZip(
  zip: Blob,
  wanted: (path: string) => boolean,
  mostBytes = MOST_UNPACKED_BYTES,
): Promise<readonly Given[] | 'too_many' | 'too_large' | 'bad_zip'> {
  const reader = new ZipReader(wanted, mostBytes)
  try {
    for (let at = 0; at < zip.size; at += STEP_BYTES) {
      const part = new Uint8Array(await zip.slice(at, at + STEP_BYTES).arrayBuffer())
      reader.push(part, at + STEP_BYTES >= zip.size)
    }
    return reader.entries === 0 ? 'bad_zip' : reader.files
  } catch (error) {
    if (!(error instanceof Enough)) return 'bad_zip'
    return error.message === 'too_large' ? 'too_large' : 'too_many'
  }
}

class ZipReader {
  readonly files: Given[] = []
  entries = 0
  readonly #unzip: Unzip
  readonly #heads = new ZipHeads()
  #bytes = 0

  constructor(wanted: (path: string) => boolean, mostBytes: number) {
    this.#unzip = new Unzip((entry) => {
      if (++this.entries > MOST_ENTRIES) throw new Enough('too_many')
      const path = readName(entry.name)
      if (!wanted(path)) return
      const parts: Uint8Array<ArrayBuffer>[] = []
      entry.ondata = (error, data, isLast) => {
        if (error) throw error
        this.#bytes += data.length
        if (this.#bytes > mostBytes) throw new Enough('too_large')
        parts.push(new Uint8Array(data))
        if (isLast) this.#add({ path, blob: new Blob(parts) })
      }
      entry.start()
    })
    this.#unzip.register(UnzipInflate)
  }

  push(bytes: Uint8Array, isLast: boolean): void {
    this.#unzip.push(this.#heads.take(bytes, isLast), isLast)
  }

  #add(file: Given): void {
    this.files.push(file)
    if (this.files.length >= MOST_FILES) throw new Enough('too_many')
  }
}

/** Older Windows writes names in the signs of its own language, and a zip does not say which: here it is Chinese. */
function readName(name: string): string {
  if (!/[\x80-\xff]/.test(name) || /[^\0-\xff]/.test(name)) return name
  const bytes = Uint8Array.from(name, (sign) => sign.charCodeAt(0))
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // The next one.
    }
  }
  return name
}
