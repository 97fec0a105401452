import { expect, setDefaultTimeout, test } from 'bun:test'
import { failureOf } from '#tests/kit/failure.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { bringV1 } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

test('[P-17] whoever was sent away finds the door closed until the server is back: a crowd that returns at once holds up no stop', async () => {
  await using server = await startServer()
  const ada = await bringV1(server, 'ada')
  const stuck = await bringV1(server, 'stuck')
  // It answers no close, so the server waits for it, and there is time to knock.
  stuck.socket.stopReading()
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  const ended = server.stop()
  await ada.socket.until('goaway', () => ada.socket.frames.find(({ payload }) => payload.includes('"goaway"')))
  expect(await failureOf(fetch(`${server.url}/readyz`, { keepalive: false }))).toMatchObject({
    code: expect.stringMatching(/ConnectionRefused|ECONNREFUSED/),
  })
  expect(await ended).toBe(0)
  for (const one of [ada, stuck]) one.leaves()
})
