import { big, bytesOf } from './make-pictures.ts'

/** `note`: what its author wrote into it. `curve`: in place of the usual one. */
export type ProfileShape = { note?: string; space?: string; curve?: Buffer }

const fixed = (value: number): Buffer => big(Math.round(value * 65_536) >>> 0, 4)
const colour = (...parts: number[]): Buffer => bytesOf('XYZ ', big(0, 4), ...parts.map(fixed))
/** The curve of sRGB, in five numbers. */
const usual = bytesOf(
  'para',
  big(0, 4),
  [0, 3, 0, 0],
  ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(fixed),
)

/** The profile with which phones and laptops say that their colours are stronger than those of sRGB. */
export function displayP3({ note = 'note', space = 'RGB ', curve = usual }: ProfileShape = {}): Buffer {
  const tags: [string, Buffer][] = [
    ['desc', bytesOf('text', big(0, 4), note, 0)],
    ['rXYZ', colour(0.51512, 0.2412, -0.00105 + 65_536)],
    ['gXYZ', colour(0.29198, 0.69225, 0.04189)],
    ['bXYZ', colour(0.1571, 0.06657, 0.78407)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  let from = 128 + 4 + tags.length * 12
  const list: Buffer[] = []
  for (const [name, body] of tags) {
    list.push(bytesOf(name, big(from, 4), big(body.length, 4)))
    from += body.length
  }
  const head = bytesOf(big(from, 4), Buffer.alloc(4), [4, 0, 0, 0], 'mntr', space, 'XYZ ', Buffer.alloc(12), 'acsp')
  return bytesOf(head, Buffer.alloc(128 - head.length), big(tags.length, 4), ...list, ...tags.map(([, body]) => body))
}
