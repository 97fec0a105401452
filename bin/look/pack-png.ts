import { deflateSync, inflateSync } from 'node:zlib'
import { pngChunk } from '#tests/kit/make-pictures.ts'

const HEAD_BYTES = 8
/** Length, name and sum around each chunk. */
const AROUND_BYTES = 12

/** The same picture in fewer bytes: a browser that takes pictures packs them in a hurry. */
export function packPng(png: Buffer): Buffer {
  const pixels: Buffer[] = []
  let shape = Buffer.alloc(0)
  for (let at = HEAD_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (name === 'IHDR') shape = Buffer.from(body)
    if (name === 'IDAT') pixels.push(body)
    at += length + AROUND_BYTES
  }
  const packed = deflateSync(inflateSync(Buffer.concat(pixels)), { level: 9, memLevel: 9 })
  const parts = [pngChunk('IHDR', shape), pngChunk('IDAT', packed), pngChunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([png.subarray(0, HEAD_BYTES), ...parts])
}
