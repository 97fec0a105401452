import { inflateSync } from 'node:zlib'

/** The mean colour of a picture, `#rrggbb`; nothing where one looks through most of it. */
export async function tintOf(picture: Uint8Array): Promise<string | undefined> {
  const png = Buffer.from(await new Bun.Image(picture).resize(1, 1, { filter: 'box' }).png().bytes())
  const data = png.indexOf('IDAT')
  if (data < 0) return undefined
  // One pixel of four bytes: whatever its filter, nothing lies before it from which it could differ.
  const [, red = 0, green = 0, blue = 0, alpha = 255] = inflateSync(
    png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)),
  )
  if (alpha < 128) return undefined
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
