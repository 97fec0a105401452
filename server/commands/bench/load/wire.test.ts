import { expect, test } from 'bun:test'
import { Histogram } from './histogram.ts'
import { FrameReader, frameOf, readHeader } from './wire.ts'

const frame = (text: string): Uint8Array => {
  const bytes = Buffer.from(text)
  const head = bytes.length < 126 ? [0x81, bytes.length] : [0x81, 126, bytes.length >> 8, bytes.length & 0xff]
  return Uint8Array.from([...head, ...bytes])
}

const texts = ['a', 'x'.repeat(125), 'y'.repeat(126), '', 'z'.repeat(3_000), 'last']
const stream = Buffer.concat(texts.map(frame))

test.each([1, 2, 7, 127, 4_000])(
  'frames are found however the stream is cut, whole or peeked at: by %d bytes',
  (size) => {
    for (const whole of [true, false]) {
      const reader = new FrameReader()
      reader.whole = whole
      const heard: string[] = []
      for (let at = 0; at < stream.length; at += size) {
        reader.feed(stream.subarray(at, at + size), ({ payload }, bytes) =>
          heard.push(`${payload} ${Buffer.from(bytes)}`),
        )
      }
      expect(heard).toEqual(texts.map((text) => `${text.length} ${whole ? text : text.slice(0, 10)}`))
    }
  },
)

test('a client frame is masked and carries its length', () => {
  const bytes = frameOf(1, 'x'.repeat(200))
  expect([bytes[0], bytes[1], bytes.length]).toEqual([0x81, 0x80 | 126, 208])
  const mask = bytes.subarray(4, 8)
  expect(bytes.subarray(8).every((byte, at) => (byte ^ (mask[at & 3] ?? 0)) === 120)).toBe(true)
  expect(() => readHeader(bytes, 0)).toThrow('masked')
})

test('[PERF 6] the histogram knows a value to 1.6 %', () => {
  const histogram = new Histogram()
  for (let ms = 1; ms <= 1_000; ms++) histogram.record(ms)
  const { count, p50, p99, max } = histogram.summary()
  expect([count, max]).toEqual([1_000, 1_000])
  expect(Math.abs(p50 / 501 - 1)).toBeLessThan(0.016)
  expect(Math.abs(p99 / 991 - 1)).toBeLessThan(0.016)
})
