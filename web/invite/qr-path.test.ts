import { expect, test } from 'bun:test'
import { decodeQR } from 'qr/decode.js'
import { codeOf } from './qr-path.ts'

/** Pixels of a module. */
const SCALE = 4
const QUIET = 4

/** What a camera would see: the runs of the path as dark pixels on white, with the light around them. */
function photograph({ size, path }: { size: number; path: string }) {
  const width = (size + 2 * QUIET) * SCALE
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < SCALE; row++) {
      const from = ((Number(y) + QUIET) * SCALE + row) * width + (Number(x) + QUIET) * SCALE
      for (let at = from; at < from + Number(length) * SCALE; at++) data.set([24, 39, 39], at * 4)
    }
  }
  return { width, height: width, data }
}

test.each([
  'http://192.168.1.20:3000/',
  'https://example.com/chat/r/tea',
  'https://example.com/r/%E5%91%A8%E6%9C%AB%E5%8E%BB%E7%88%AC%E5%B1%B1',
  `https://${'long.'.repeat(40)}example/r/${'%E8%8C%B6'.repeat(64)}`,
])('[0052] another library’s reader reads the link out of the code: %s', (link) => {
  expect(decodeQR(photograph(codeOf(link)))).toBe(link)
})

test('no run leaves the square', () => {
  const { size, path } = codeOf('https://example.com/')
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)]
  expect(runs.map(([run]) => run).join('')).toBe(path)
  for (const [, x, y, length, back] of runs) {
    expect(Number(x) + Number(length)).toBeLessThanOrEqual(size)
    expect(Number(y)).toBeLessThan(size)
    expect(back).toBe(length)
  }
})
