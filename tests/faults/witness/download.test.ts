import { afterAll, expect, test } from 'bun:test'
import { createServer, type Server } from 'node:net'
import { download } from './download.ts'
import { teaFile } from './tea-file.ts'

const { name, bytes } = teaFile(1, 2_000)
const place = { room: 'r', seq: 5, file: 'f', name }
const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
})

/** Answers each line with these bytes and ends it; gives what a download makes of it. */
async function becomes(answer: (string | Uint8Array)[], part: { from: number; to: number } | 'whole' = 'whole') {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      for (const piece of answer) socket.write(piece)
      socket.end()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('it does not listen')
  const seen = await download(`http://127.0.0.1:${at.port}`, 'token', place, part)
  if (seen.kind !== 'downloaded') throw new Error('nothing was seen')
  const { got } = seen
  return got.how === 'bytes' ? { how: got.hash === got.due ? 'right' : 'wrong' } : got
}

const head = (status: number, length: number, type = 'application/octet-stream') =>
  `HTTP/1.1 ${status} X\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`

test('[C-11] the whole, and a part', async () => {
  expect(await becomes([head(200, 2_000), bytes])).toEqual({ how: 'right' })
  expect(await becomes([head(206, 10), bytes.subarray(5, 15)], { from: 5, to: 14 })).toEqual({ how: 'right' })
})

test('[C-11] other bytes, a whole that is too short, a part that is not the one that was asked for', async () => {
  expect(await becomes([head(200, 2_000), bytes.toReversed()])).toEqual({ how: 'wrong' })
  expect(await becomes([head(200, 1_999), bytes.subarray(0, 1_999)])).toEqual({ how: 'wrong' })
  expect(await becomes([head(206, 10), bytes.subarray(6, 16)], { from: 5, to: 14 })).toEqual({ how: 'wrong' })
})

test('[C-11] a line that ends before its time is no answer', async () => {
  expect(await becomes([head(200, 2_000), bytes.subarray(0, 1_000)])).toEqual({ how: 'broken' })
  expect(await becomes([])).toEqual({ how: 'broken' })
})

test('[C-11] a refusal has a name, an error has none', async () => {
  const refusal = '{"code":"not_found"}'
  expect(await becomes([head(404, refusal.length, 'application/json'), refusal])).toEqual({
    how: 'refused',
    code: 'not_found',
  })
  expect(await becomes([head(500, 5, 'text/plain'), 'sorry'])).toEqual({ how: 'refused', code: 'http 500' })
})
