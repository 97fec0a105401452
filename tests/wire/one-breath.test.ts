import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { frameBytes } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { bringV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.dispose())

type Wish = ['join' | 'leave', room: string]
let refs = 1_000

/** As the bytes of one write, so that all of it is read in one turn. Resolves with the outcomes, in that order. */
async function inOneBreath(client: V1Client, wishes: readonly Wish[]): Promise<string[]> {
  const frames = wishes.map(([what, room]) => ({ ref: ++refs, name: `room.${what}`, room }))
  await client.socket.write(
    Buffer.concat(frames.map(({ ref, name, room }) => frameBytes(JSON.stringify([ref, name, { room }])))),
  )
  const answers = await Promise.all(frames.map(({ ref }) => client.answerTo(ref)))
  return answers.map(({ outcome, body }) => String(body['mode'] ?? outcome))
}

/** More than are let in in a turn (decision 0058): who comes behind them waits. */
const crowd = (room: string): Wish[] => Array.from({ length: 9 }, () => ['join', room])

test('[P-9] who leaves while its join waits for its turn is not in afterwards; who joins again behind that is', async () => {
  using ada = await bringV1(server, 'ada', 'one-breath')
  using bob = await bringV1(server, 'bob', 'elsewhere')
  const [room, elsewhere] = [ada.room, bob.room]
  const isIn = async () => (await bob.codeOf('search.messages', { rooms: [room], text: 'tea' })) === 'ok'
  const join: Wish = ['join', room]
  const leave: Wish = ['leave', room]

  expect((await inOneBreath(bob, [...crowd(elsewhere), join, leave])).slice(9)).toEqual(['fresh', 'ok'])
  expect(await isIn()).toBe(false)
  await ada.post('said to an empty room')
  await bob.call('heartbeat', {})
  expect(bob.events).toEqual([])

  await inOneBreath(bob, [...crowd(elsewhere), join, leave, join])
  expect(await isIn()).toBe(true)
  await inOneBreath(bob, [...crowd(elsewhere), join, leave, ...crowd(elsewhere), join])
  expect(await isIn()).toBe(true)
  await inOneBreath(bob, [...crowd(elsewhere), join, join, leave])
  expect(await isIn()).toBe(false)
  await inOneBreath(bob, [...crowd(elsewhere), join, leave, join, leave])
  expect(await isIn()).toBe(false)
  // Another room's leave is not this one's.
  await inOneBreath(bob, [...crowd(elsewhere), join, ['leave', elsewhere]])
  expect(await isIn()).toBe(true)
  expect(await bob.codeOf('search.messages', { rooms: [elsewhere], text: 'tea' })).toBe('not_found')
})
