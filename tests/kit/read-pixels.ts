import { inflateSync } from 'node:zlib'

export type Pixels = { width: number; height: number; at(x: number, y: number): number[] }

/** The pixels of a picture of any kind that the house shows, as red, green, blue and mask. */
export async function readPixels(picture: Uint8Array): Promise<Pixels> {
  const png = Buffer.from(await new Bun.Image(picture).png({ compressionLevel: 1 }).bytes())
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const packed: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const rows = unfiltered(inflateSync(Buffer.concat(packed)), width * 4)
  return { width, height, at: (x, y) => [...rows.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)] }
}

/** Each row of a PNG says how its bytes differ from those to the left and above. */
function unfiltered(data: Buffer, rowBytes: number): Buffer {
  const rows = Buffer.alloc((data.length / (rowBytes + 1)) * rowBytes)
  for (let row = 0; row * (rowBytes + 1) < data.length; row++) {
    const kind = data[row * (rowBytes + 1)] ?? 0
    for (let at = 0; at < rowBytes; at++) {
      const to = row * rowBytes + at
      const left = at < 4 ? 0 : (rows[to - 4] ?? 0)
      const above = row === 0 ? 0 : (rows[to - rowBytes] ?? 0)
      const corner = at < 4 || row === 0 ? 0 : (rows[to - rowBytes - 4] ?? 0)
      const guess = [0, left, above, (left + above) >> 1, nearest(left, above, corner)][kind] ?? 0
      rows[to] = (data[row * (rowBytes + 1) + 1 + at] ?? 0) + guess
    }
  }
  return rows
}

function nearest(left: number, above: number, corner: number): number {
  const guess = left + above - corner
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(guess - one))
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner
}
