import { expect, test } from 'bun:test'
import type { PeoplePush } from '#protocol/people.ts'
import type { Connection, Membership } from '#server/accounts/caller.ts'
import { dropPlace } from '#server/accounts/places.ts'
import { Principal } from '#server/accounts/principals.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { GRACE_MS, Presence } from './index.ts'

const ROOM = 'r1'

function openHouse() {
  const clock = new FakeClock()
  const told: PeoplePush[] = []
  const presence = new Presence({
    clock,
    publish: (_topic, frame) => void told.push(JSON.parse(frame)[2]),
    quota: { typingPerMinute: 20 },
  })
  const person = (id: string, entered = true) =>
    new Principal({ id, kind: 'guest', name: id.toUpperCase(), look: 1, entered, seenMs: 0 })

  /** A page that opens the room; `close` is what happens when it goes. */
  function open(principal: Principal, leavesAtOnce = false, known?: string) {
    const sent: PeoplePush[] = []
    // Presence asks only which rooms a connection has joined.
    const joined = [{ room: { id: ROOM } } as Membership]
    const connection: Connection = {
      id: 'c',
      from: originOf(''),
      joined,
      leavesAtOnce,
      gone: false,
      send: (frame) => void sent.push(JSON.parse(frame)[2]),
      drained: () => Promise.resolve(),
      subscribe() {},
      unsubscribe() {},
      close() {},
    }
    principal.connections = [...principal.connections, connection]
    presence.arrived({ principal, connection }, ROOM, known)
    function close(how: 'at-once' | 'with-grace' = 'with-grace') {
      dropPlace(connection, ROOM)
      principal.connections = principal.connections.filter((one) => one !== connection)
      presence.left(principal, connection, ROOM, how)
    }
    return { sent, close }
  }

  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 1_000) {
      clock.move(Math.min(1_000, ms - at))
      presence.sweep()
    }
  }
  const here = () => [...presence.present(ROOM)].map(({ principal }) => principal.id)
  return { clock, presence, told, person, open, pass, here }
}

test('[issue 2] several tabs of one person count once, and the last one to close is a leave', () => {
  const { told, person, open, pass, here } = openHouse()
  const ada = person('ada')
  const [first, second] = [open(ada), open(ada)]
  expect(here()).toEqual(['ada'])
  first.close()
  pass(GRACE_MS + 1_000)
  expect(here()).toEqual(['ada'])
  second.close()
  pass(GRACE_MS + 1_000)
  expect(here()).toEqual([])
  expect(
    told.flatMap(({ came = [], went = [] }) => [...came.map(({ id }) => `+${id}`), ...went.map((id) => `-${id}`)]),
  ).toEqual(['+ada', '-ada'])
})

test('[issue 2] a reload within the grace shows nothing, and keeps the time of coming', () => {
  const { clock, told, presence, person, open, pass } = openHouse()
  const page = open(person('ada'))
  const since = [...presence.present(ROOM)][0]?.sinceMs
  pass(1_000)
  page.close()
  pass(GRACE_MS - 1_000)
  open(person('ada'))
  pass(GRACE_MS * 2)
  expect(told.flatMap(({ went = [] }) => went)).toEqual([])
  expect([...presence.present(ROOM)][0]?.sinceMs).toBe(since)
  expect(clock.nowMs()).toBeGreaterThan(since ?? 0)
})

test('who asks to leave, was silent, or is classic leaves at once', () => {
  const { person, open, here } = openHouse()
  open(person('ada')).close('at-once')
  open(person('bob'), true).close()
  expect(here()).toEqual([])
})

test('[D-29] who only looks is on no list; entering puts them there', () => {
  const { presence, person, open, here } = openHouse()
  const ada = person('ada', false)
  const page = open(ada)
  expect(page.sent).toEqual([{ room: ROOM, version: expect.any(String), count: 0, all: [] }])
  expect(here()).toEqual([])
  ada.entered = true
  presence.profileChanged(ada)
  expect(here()).toEqual(['ada'])
})

test('a new name reaches everybody in the room', () => {
  const { clock, told, presence, person, open } = openHouse()
  const ada = person('ada')
  open(ada)
  clock.move(1_000)
  ada.name = 'Countess'
  presence.profileChanged(ada)
  expect(told.at(-1)).toMatchObject({ count: 1, changed: [{ id: 'ada', name: 'Countess' }] })
})

test('[D-30] comings of one beat leave together, and a coming and going within it leaves nothing', () => {
  const { clock, told, person, open } = openHouse()
  open(person('first'))
  expect(told).toHaveLength(1)
  for (let at = 0; at < 40; at++) open(person(`p${at}`))
  open(person('flash')).close('at-once')
  expect(told).toHaveLength(1)
  clock.move(200)
  expect(told).toHaveLength(2)
  expect(told[1]).toMatchObject({ count: 41 })
  expect(told[1]?.came?.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, at) => `p${at}`))
})

test('[D-30] above 500 people only the count travels; below 400 the list comes back', () => {
  const { clock, told, person, open } = openHouse()
  const pages = Array.from({ length: 501 }, (_, at) => open(person(`p${at}`)))
  clock.move(200)
  expect(told.at(-1)).toEqual({ room: ROOM, count: 501 })
  expect(open(person('late')).sent).toEqual([{ room: ROOM, count: 502 }])
  for (const page of pages.slice(0, 50)) page.close('at-once')
  clock.move(1_000)
  expect(told.at(-1)).toEqual({ room: ROOM, count: 452 })
  for (const page of pages.slice(50, 110)) page.close('at-once')
  clock.move(1_000)
  expect(told.at(-1)).toMatchObject({ count: 392 })
  expect(told.at(-1)?.all).toHaveLength(392)
})

test('[P-30] who comes back under another name within the grace is on the list of every room by that name', () => {
  const { told, presence, person, open, pass } = openHouse()
  open(person('bob'))
  open(person('ada')).close()
  pass(1_000)
  // Another page, in no room yet: with the last connection the old object of this person has gone.
  const again = person('ada')
  again.name = 'LOVELACE'
  presence.profileChanged(again)
  pass(1_000)
  expect(told.at(-1)?.changed).toMatchObject([{ id: 'ada', name: 'LOVELACE' }])
  const { sent } = open(again)
  expect(sent[0]?.all?.map(({ name }) => name)).toEqual(['BOB', 'LOVELACE'])
})

test('[PERF-15] who comes back is not sent the list that it names, unless somebody came, went or changed', () => {
  const { clock, told, presence, person, open } = openHouse()
  const [ada, bob] = [person('ada'), person('bob')]
  open(bob)
  const page = open(ada)
  clock.move(200)
  const version = told.at(-1)?.version
  expect(version).toBeString()
  page.close()
  expect(open(ada, false, version).sent).toEqual([{ room: ROOM, count: 2, ...(version && { version }) }])
  bob.name = 'Robert'
  presence.profileChanged(bob)
  expect(open(ada, false, version).sent[0]?.all?.map(({ name }) => name)).toEqual(['Robert', 'ADA'])
})

test('[PERF-15] a version of before a restart names nothing', () => {
  const [before, after] = [openHouse(), openHouse()]
  const version = before.open(before.person('ada')).sent[0]?.version
  expect(version).toBeString()
  expect(after.open(after.person('ada'), false, version).sent[0]?.all).toHaveLength(1)
})
