import { expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { linesOf } from '#tests/kit/lines-of.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const ROUNDS = 4
const MESSAGES = 10

test('[P-3] [P-7] [P-15] [F-1] kill -9 while messages change: what was answered is there, and states are those of the log', async () => {
  await using server = await startServer({ env: { CLASSIC: 'off' } })
  const answered: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const ada = await Talker.guest(server, `ada ${round}`)
    const room = await ada.joins('killed')
    const own: number[] = []
    for (let n = 0; n < MESSAGES; n++) own.push(v.parse(v.number(), (await ada.posts(room, `${round}.${n}`))['seq']))
    let killed = () => {}
    const enough = new Promise<void>((resolve) => {
      killed = resolve
    })
    let count = 0
    const note = ({ body }: { body: Record<string, unknown> }) => {
      if (typeof body['seq'] === 'number') answered.push(body['seq'])
      if (++count === 40 + 20 * round) killed()
    }
    // Nobody waits for these: the line ends in the middle of them.
    for (let n = 0; n < 300; n++) {
      const at = { room, cid: crypto.randomUUID(), message: own[n % MESSAGES] }
      if (n % 5 === 0) void ada.ask('message.edit', { ...at, body: `${round} edit ${n}` }).then(note)
      else if (n % 41 === 7) void ada.ask('message.erase', { ...at, how: 'delete' }).then(note)
      else if (n % 5 === 1) void ada.ask('message.pin', { ...at, on: n % 2 === 0 }).then(note)
      else void ada.ask('message.react', { ...at, kind: '🍵', on: n % 3 > 0 }).then(note)
    }
    await enough
    await server.kill()
    await server.start()
  }
  const late = await Talker.guest(server, 'late')
  const { room } = v.parse(commands['room.open'].reply, await late.ok('room.open', { name: 'killed' }))
  const history = v.parse(commands['room.history'].reply, await late.ok('room.history', { room: room.id, limit: 500 }))
  const fresh = await late.ok('room.join', { room: room.id })
  await late.ok('room.join', { room: room.id, after: 0, epoch: fresh['epoch'] })
  await late.hearsUpTo(history.head)
  const log = late.events()
  expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: history.head }, (_, at) => at + 1))
  expect(linesOf(log)).toEqual(history.lines)
  expect(answered.length).toBeGreaterThan(150)
  expect(Math.max(...answered)).toBeLessThanOrEqual(history.head)
  const gone = history.lines.filter(({ erased }) => erased !== undefined)
  expect(gone.length).toBeGreaterThan(0)
})
