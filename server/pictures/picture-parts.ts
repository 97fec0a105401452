import type { Size } from './picture-fault.ts'

/** What a picture is made of, read without decoding it: only what draws is left, and all of it was asked for its bounds. */
export type PictureParts = Size & {
  format: 'jpeg' | 'png' | 'gif' | 'webp'
  /** For the decoder: one still picture, of a moving one the first frame. */
  still: Uint8Array
  /** A picture that moves, as it may be shown. */
  moving?: Uint8Array
  /** Whether it may let through what lies behind it. */
  seeThrough: boolean
  /** Every pixel is as its author set it: drawings, pictures of screens. */
  lossless: boolean
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const latin = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0))

/** Four signs as they stand in a file, '' beyond its end. */
export const wordAt = (bytes: Uint8Array, at: number): string =>
  at + 4 <= bytes.length ? String.fromCharCode(...bytes.subarray(at, at + 4)) : ''
