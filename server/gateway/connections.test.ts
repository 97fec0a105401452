import { expect, test } from 'bun:test'
import { closes } from '#protocol/closes.ts'
import { Principal, Principals } from '#server/accounts/principals.ts'
import { AddressCounts } from '#server/kit/address-counts.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { createLog } from '#server/kit/log.ts'
import type { Socket } from '#server/kit/socket.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Connections } from './connections.ts'
import { Session } from './session.ts'

const from = { address: '10.0.0.1', prefix: '10.0.0.1', wide: '10.0.0', home: null }
/** A line that takes what it is given. */
const socket: Socket = {
  ...{ subscribe: () => true, unsubscribe: () => true, close() {}, terminate() {}, cork: (run: () => number) => run() },
  ...{ sendText: () => 0, ping: () => 0, getBufferedAmount: () => 0 },
}
const silent = createLog({ level: 'error', format: 'json', write: () => {}, nowMs: () => 0 })

test('lines that end in one moment: no more than fifty are taken leave of in a turn, in order, and nobody is forgotten (P-12)', async () => {
  const clock = new FakeClock()
  const principals = new Principals()
  const addresses = new AddressCounts({ inAll: 1_000, perAddress: 120, pendingPerAddress: 120 })
  const left: string[] = []
  const connections = new Connections({
    ...{ clock, principals, addresses, log: silent, perPerson: 10 },
    leaveAll: ({ id }) => void left.push(id),
  })
  const sessions = Array.from({ length: 120 }, (_, n) => {
    const session = new Session(
      {
        ...{ steadyMs: () => 0, commandsBurst: 10, floodPerSecond: 10, onText() {}, onFlood() {} },
        onEnd: (ended, code) => connections.remove(ended, code),
      },
      from,
      null,
    )
    connections.add(session)
    session.onOpen(socket)
    const row = { id: `p${n}`, kind: 'guest' as const, name: `${n}`, look: 0, entered: true, seenMs: 0 }
    const principal = principals.connect(new Principal(row), session)
    session.welcome({ principal, connection: session })
    connections.greeted(session, principal)
    return session
  })
  expect(connections.hasRoom(from)).toBe(false)

  for (const session of sessions) session.onClose(closes.goingAway)

  // Who comes back finds a place at once.
  expect([connections.size, connections.hasRoom(from), left.length]).toEqual([0, true, 50])
  await nextTurn()
  expect(left.length).toBe(100)
  while (left.length < 120) await nextTurn()
  expect(left).toEqual(sessions.map((_, n) => `p${n}`))
  expect(principals.all()).toEqual([])
})
