import { heapStats } from 'bun:jsc'
import { expect, test } from 'bun:test'
import type { Membership } from '#server/accounts/caller.ts'
import { addPlace } from '#server/accounts/places.ts'
import { Principal, Principals } from '#server/accounts/principals.ts'
import { AddressCounts } from '#server/kit/address-counts.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { newPrincipalId } from '#server/kit/ids.ts'
import { createLog } from '#server/kit/log.ts'
import type { Socket } from '#server/kit/socket.ts'
import { Presence } from '#server/presence/index.ts'
import { JoinsUnderWay } from '#server/rooms/joins-under-way.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Connections } from './connections.ts'
import { Session } from './session.ts'

const ROOM = 'r0000000000aa'
const PEOPLE = 4_000
/** 850 B, where it was 1,990 (decision 0070) and 970 (0079). Each of them takes two of the process. */
const MOST_BYTES = 900

const silent = createLog({ level: 'error', format: 'json', write: () => {}, nowMs: () => 0 })
const line: Socket = {
  ...{ subscribe: () => true, unsubscribe: () => true, close() {}, terminate() {}, cork: (run) => run() },
  ...{ sendText: () => 1, ping: () => 0, getBufferedAmount: () => 0 },
}

/** A house with a room into which people come; what they hold on to is what the house holds. */
function openHouse() {
  const clock = new FakeClock()
  const principals = new Principals()
  const addresses = new AddressCounts({ inAll: PEOPLE, perAddress: PEOPLE, pendingPerAddress: PEOPLE })
  const presence = new Presence({ clock, publish() {}, quota: { typingPerMinute: 20 } })
  const connections = new Connections({ clock, principals, addresses, log: silent, perPerson: 10, leaveAll() {} })
  const joins = new JoinsUnderWay()
  // All read the same room.
  const place = { room: { id: ROOM, head: 0 } } as Membership
  const needs = {
    ...{ steadyMs: clock.steadyMs, rate: { burst: 10, perSecond: 10 }, floodPerSecond: 10, onText() {}, onFlood() {} },
    onEnd: (ended: Session, code: number) => connections.remove(ended, code),
  }
  function comes(n: number): void {
    const session = new Session(needs, originOf(`10.0.${n >> 8}.${n & 255}`), null)
    connections.add(session)
    session.onOpen(line)
    const id = newPrincipalId()
    const person = new Principal({ id, kind: 'guest', name: `tea leaf ${n}`, look: 0, entered: true, seenMs: 0 })
    const principal = principals.connect(person, session)
    session.welcome(principal)
    connections.greeted(session, principal)
    joins.end(session, joins.ask(session, ROOM))
    addPlace(session, place)
    presence.enter(principal, ROOM)
    // They do not come in one moment.
    clock.move(1)
  }
  function rest(): void {
    for (let second = 0; second < 3; second++) {
      clock.move(1_000)
      connections.sweep()
      presence.sweep()
    }
  }
  return { comes, rest, size: () => connections.size }
}

const liveBytes = (): number => {
  Bun.gc(true)
  return heapStats().heapSize
}

test('[PERF-4] what the house holds for an idle connection in a crowd is some hundreds of bytes', () => {
  const house = openHouse()
  house.rest()
  const before = liveBytes()
  for (let n = 0; n < PEOPLE; n++) house.comes(n)
  house.rest()
  const each = (liveBytes() - before) / PEOPLE
  expect(house.size()).toBe(PEOPLE)
  expect(each).toBeLessThan(MOST_BYTES)
})
