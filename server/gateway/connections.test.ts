import { expect, test } from 'bun:test'
import { closes } from '#protocol/closes.ts'
import { limits } from '#protocol/limits.ts'
import { Principal, Principals } from '#server/accounts/principals.ts'
import { AddressCounts } from '#server/kit/address-counts.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { createLog } from '#server/kit/log.ts'
import type { Socket } from '#server/kit/socket.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Connections } from './connections.ts'
import { Session } from './session.ts'

const from = { address: '10.0.0.1', prefix: '10.0.0.1', home: null }
const silent = createLog({ level: 'error', format: 'json', write: () => {}, nowMs: () => 0 })

/** A line that takes what it is given. */
const lineTo = (heard: string[]): Socket => ({
  ...{ subscribe: () => true, unsubscribe: () => true, close() {}, terminate() {}, cork: (run) => run() },
  ...{ sendText: (frame) => heard.push(frame), ping: () => 0, getBufferedAmount: () => 0 },
})

/** So many people, a connection each, who have said hello. */
function houseOf(people: number) {
  const clock = new FakeClock()
  const principals = new Principals()
  const addresses = new AddressCounts({ inAll: 10_000, perAddress: people, pendingPerAddress: people })
  const [left, heard]: [string[], string[]] = [[], []]
  const connections = new Connections({
    ...{ clock, principals, addresses, log: silent, perPerson: 10 },
    leaveAll: ({ id }) => void left.push(id),
  })
  const needs = {
    ...{ steadyMs: clock.steadyMs, rate: { burst: 10, perSecond: 10 }, floodPerSecond: 10, onText() {}, onFlood() {} },
    onEnd: (ended: Session, code: number) => connections.remove(ended, code),
  }
  function comes(line: Socket = lineTo(heard)): Session {
    const session = new Session(needs, from, null)
    connections.add(session)
    session.onOpen(line)
    return session
  }
  const sessions = Array.from({ length: people }, (_, n) => {
    const session = comes()
    const row = { id: `p${n}`, kind: 'guest' as const, name: `${n}`, look: 0, entered: true, seenMs: 0 }
    const principal = principals.connect(new Principal(row), session)
    session.welcome(principal)
    connections.greeted(session, principal)
    return session
  })
  return { clock, connections, principals, sessions, left, heard, comes }
}

test('lines that end in one moment: no more than fifty are taken leave of in a turn, in order, and nobody is forgotten (P-12)', async () => {
  const { connections, principals, sessions, left } = houseOf(120)
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

test('each hears its heads once in 25 s, and no more than twenty in one moment, for they answer (P-12)', () => {
  const { clock, connections, heard } = houseOf(1_000)
  for (let second = 0; second < 25; second++) {
    connections.sweep()
    expect(heard.length).toBe(second * 40 + 20)
    clock.move(1_000)
    expect(heard.length).toBe(second * 40 + 40)
  }
})

test('[D-9] a hello that waits for its turn in a crowd is a hello: only who said none, or a wrong one, is sent away after 5 s', () => {
  const { clock, connections, comes } = houseOf(0)
  const closed: [string, number][] = []
  const line = (name: string): Socket => ({ ...lineTo([]), close: (code = 1000) => void closed.push([name, code]) })
  comes(line('silent'))
  comes(line('waiting')).takeGreeting()
  const refused = comes(line('refused'))
  refused.takeGreeting()
  clock.move(limits.helloMs + 1)
  connections.sweep()
  expect(closed).toEqual([['silent', closes.silent]])
  refused.giveGreetingBack()
  connections.sweep()
  expect(closed).toEqual([
    ['silent', closes.silent],
    ['refused', closes.silent],
  ])
})

test('[PERF-15] what is sent behind an answer leaves in its write and in that order; what comes later in another', () => {
  const { comes } = houseOf(0)
  const written: string[][] = []
  const session = comes({
    ...lineTo([]),
    cork: (run) => {
      written.push([])
      return run()
    },
    sendText: (frame) => written.at(-1)?.push(frame) ?? 0,
  })
  session.send('answer', () => {
    session.send('missed')
    session.send('people')
  })
  session.send('live')
  expect(written).toEqual([['answer', 'missed', 'people'], ['live']])
})
