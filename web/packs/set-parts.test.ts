import { expect, test } from 'bun:test'
import type { Pack } from '#protocol/packs.ts'
import { partOf } from './set-parts.ts'

const MIB = 1024 * 1024
function packOf(...sizes: number[]): Pack {
  let from = 0
  const pictures = sizes.map((bytes, at) => {
    from += bytes
    return { id: `e${at}`, name: `n${at}`, width: 1, height: 1, type: 'image/webp', bytes, from: from - bytes }
  })
  return { id: 'k1', kind: 'emoticons', title: 'x', version: 3, pictures }
}

test('a pack that is no larger than a part is one request; a larger one is cut between pictures', () => {
  const small = packOf(10, 20, 30)
  for (const id of ['e0', 'e1', 'e2'])
    expect(partOf(small, id)).toEqual({ key: 'k1.3.0', path: 'packs/k1/3', from: 0, to: 59, whole: true })
  expect(partOf(small, 'e9')).toBeNull()

  const large = packOf(MIB / 2, MIB / 2, 5, MIB, 2 * MIB, 7)
  const spans = large.pictures.map(({ id }) => partOf(large, id)).map((part) => [part?.from, part?.to, part?.whole])
  expect(spans).toEqual([
    [0, MIB - 1, false],
    [0, MIB - 1, false],
    [MIB, MIB + 4, false],
    [MIB + 5, 2 * MIB + 4, false],
    [2 * MIB + 5, 4 * MIB + 4, false],
    [4 * MIB + 5, 4 * MIB + 11, false],
  ])
})
