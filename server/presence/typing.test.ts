import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import type { Named } from '#protocol/people.ts'
import type { Connection, Membership } from '#server/accounts/caller.ts'
import { Principal } from '#server/accounts/principals.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Typing } from './typing.ts'

const ROOM = 'r1'

function openHouse({ people = 10, readers = 10, perMinute = 20 } = {}) {
  const clock = new FakeClock()
  const size = { people, readers }
  /** Ids, as each push told them. */
  const told: string[] = []
  const typistsOf = (frame: string): string => {
    const by: Named[] = JSON.parse(frame)[2].by
    return by.map(({ id }) => id).join(' ')
  }
  const typing = new Typing({
    clock,
    perMinute,
    people: () => size.people,
    publish: (_topic, frame) => void told.push(typistsOf(frame)),
  })
  const connect = (sent: string[] = []): Connection => {
    // Typing asks only how many read the room.
    const membership = { room: { id: ROOM, members: size.readers }, end() {} } as unknown as Membership
    return {
      id: 'c',
      from: originOf(''),
      joined: [membership],
      leavesAtOnce: false,
      gone: false,
      send: (frame) => void sent.push(typistsOf(frame)),
      drained: () => Promise.resolve(),
      subscribe() {},
      unsubscribe() {},
      close() {},
    }
  }
  const { handle } = typing.handlers['typing.set']
  const person = (id: string) => {
    const principal = new Principal({ id, kind: 'guest', name: id, look: 1, entered: true, seenMs: 0 })
    return (on: boolean, room = ROOM) => handle({ principal, connection: connect() }, { room, on })
  }
  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 500) {
      clock.move(500)
      if (at % 1_000 === 500) typing.sweep()
    }
  }
  return { typing, told, person, pass, connect, size }
}

test('[HOUSE-8] who writes is told at once, held by saying it again, and over 6 s after the last time', () => {
  const { told, person, pass, typing } = openHouse()
  const ada = person('ada')
  ada(true)
  expect(told).toEqual(['ada'])
  pass(3_000)
  ada(true)
  pass(4_000)
  expect(told).toEqual(['ada'])
  pass(4_000)
  expect(told).toEqual(['ada', ''])
  expect(typing.rooms).toBe(0)
})

test('what happens within a beat leaves as one frame, and what comes to nothing leaves none', () => {
  const { told, person, pass } = openHouse()
  const [ada, bob, eve] = [person('ada'), person('bob'), person('eve')]
  ada(true)
  bob(true)
  eve(true)
  bob(false)
  expect(told).toEqual(['ada'])
  pass(1_000)
  expect(told).toEqual(['ada', 'ada eve'])
  bob(true)
  pass(1_000)
  ada(false)
  ada(true)
  expect(told).toEqual(['ada', 'ada eve', 'ada eve bob', 'eve bob'])
})

test('[T-65] one in 3 s a person, with two at once; the third is refused by its name, ending is free', () => {
  const { person, pass } = openHouse()
  const ada = person('ada')
  for (const room of ['r2', 'r3']) ada(true, room)
  expect(() => ada(true)).toThrow('rate_limited')
  for (let at = 0; at < 100; at++) ada(false)
  person('bob')(true)
  pass(3_000)
  ada(true)
  expect(() => ada(true)).toThrow('rate_limited')
})

test('[T-65] in a room of more than 100 people, or of more than 200 readers, it is answered ok and nobody is told', () => {
  const { told, person, size, pass, typing } = openHouse({ people: limits.typingPeople + 1 })
  expect(person('ada')(true)).toEqual({})
  size.people = limits.typingPeople
  size.readers = 201
  expect(person('bob')(true)).toEqual({})
  expect(told).toEqual([])
  expect(typing.rooms).toBe(0)
  size.readers = 200
  person('eve')(true)
  expect(told).toEqual(['eve'])
  size.people = limits.typingPeople + 1
  pass(8_000)
  expect(told).toEqual(['eve', ''])
})

test('[HOUSE-12] five are remembered; who found no place has it when one ends', () => {
  const { told, person, pass } = openHouse()
  const people = ['a', 'b', 'c', 'd', 'e', 'f'].map(person)
  for (const one of people) one(true)
  pass(1_000)
  expect(told.at(-1)).toBe('a b c d e')
  people[0]?.(false)
  pass(3_000)
  people[5]?.(true)
  expect(told.at(-1)).toBe('b c d e f')
})

test('who comes hears who is writing, and nothing where nobody is', () => {
  const { typing, person, connect } = openHouse()
  const sent: string[] = []
  typing.arrived(connect(sent), ROOM)
  expect(sent).toEqual([])
  person('ada')(true)
  typing.arrived(connect(sent), ROOM)
  expect(sent).toEqual(['ada'])
})

test('a name that changed while writing is told with the next news', () => {
  const { typing, connect } = openHouse()
  const frames: string[] = []
  const connection = { ...connect(), send: (frame: string) => void frames.push(frame) }
  const principal = new Principal({ id: 'ada', kind: 'guest', name: 'Ada', look: 1, entered: true, seenMs: 0 })
  typing.handlers['typing.set'].handle({ principal, connection }, { room: ROOM, on: true })
  principal.name = 'Countess'
  typing.arrived(connection, ROOM)
  expect(frames).toEqual(['[0,"typing",{"room":"r1","by":[{"id":"ada","name":"Countess"}]}]'])
})
