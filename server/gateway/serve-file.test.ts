import { expect, test } from 'bun:test'
import { serveFile } from './serve-file.ts'

const bytes = 'abcdefghij'
const file = {
  etag: '"id"',
  name: 'a.txt',
  type: 'text/plain',
  inline: false,
  bytes: bytes.length,
  read: async (range?: { from: number; to: number }) => ({
    bytes: bytes.length,
    body: new Blob([range ? bytes.slice(range.from, range.to + 1) : bytes]),
  }),
}

async function ask(headers: Record<string, string>, change: object = {}) {
  const answer = await serveFile(new Request('http://x/', { headers }), { ...file, ...change })
  return [answer.status, answer.headers.get('content-range'), answer.status < 400 ? await answer.text() : '']
}

test.each([
  ['bytes=0-3', 206, 'bytes 0-3/10', 'abcd'],
  ['bytes=3-3', 206, 'bytes 3-3/10', 'd'],
  ['bytes=4-', 206, 'bytes 4-9/10', 'efghij'],
  ['bytes=-3', 206, 'bytes 7-9/10', 'hij'],
  ['bytes=-300', 206, 'bytes 0-9/10', bytes],
  ['bytes=5-500', 206, 'bytes 5-9/10', 'fghij'],
  ['bytes=10-', 416, 'bytes */10', ''],
  ['bytes=10-12', 416, 'bytes */10', ''],
  ['bytes=-0', 416, 'bytes */10', ''],
  // What cannot be read, or is not one range, is passed over (RFC 9110).
  ['bytes=', 200, null, bytes],
  ['bytes=-', 200, null, bytes],
  ['bytes=5-3', 200, null, bytes],
  ['bytes=0-1,3-4', 200, null, bytes],
  ['bytes=a-b', 200, null, bytes],
  ['bytes=1e3-', 200, null, bytes],
  ['lines=0-3', 200, null, bytes],
  [`bytes=${'9'.repeat(30)}-`, 200, null, bytes],
])('[T-54] Range: %s', async (range, status, shown, body) => {
  expect(await ask({ Range: range })).toEqual([status, shown, body])
})

test('a part of another one is none; what has not changed is not sent', async () => {
  expect(await ask({ Range: 'bytes=0-0', 'If-Range': '"id"' })).toEqual([206, 'bytes 0-0/10', 'a'])
  expect(await ask({ Range: 'bytes=0-0', 'If-Range': '"other"' })).toEqual([200, null, bytes])
  expect(await ask({ 'If-None-Match': '"x", W/"id"' })).toEqual([304, null, ''])
  expect(await ask({ 'If-None-Match': '"x"' })).toEqual([200, null, bytes])
  expect(await ask({ Range: 'bytes=0-0' }, { bytes: null })).toEqual([200, null, bytes])
})
