import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import type { PeoplePush, PresentPerson } from '#protocol/people.ts'
import { Principal } from '#server/accounts/principals.ts'
import { fc } from '#tests/kit/chance.ts'
import { RoomPeople } from './room-people.ts'

const person = (at: number) =>
  new Principal({
    id: `p${at}`,
    kind: at % 7 === 0 ? 'classic' : 'guest',
    name: `"leaf" ${at}`,
    look: at,
    entered: true,
    seenMs: 0,
  })

const step = fc.record({ at: fc.nat(12), what: fc.constantFrom('arrive', 'leave', 'rename') })

test('[P-30] what is encoded once for a crowd is what is so, whoever comes, goes and is renamed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const people = new RoomPeople()
      const model = new Map<string, { principal: Principal; sinceMs: number }>()
      for (const [sinceMs, { at, what }] of steps.entries()) {
        const known = model.get(`p${at}`)
        const principal = known?.principal ?? person(at)
        if (what === 'leave') expect(people.leave(principal.id)).toBe(model.delete(principal.id))
        else if (what === 'arrive') {
          expect(people.arrive(principal, sinceMs)).toBe(!known)
          if (!known) model.set(principal.id, { principal, sinceMs })
        } else if (known) {
          principal.name = `"leaf" ${sinceMs}`
          people.changed(principal)
        }
        const all = [...model.values()].map((one) => ({ ...one.principal.person(), since_ms: one.sinceMs }))
        expect(JSON.parse(people.state('r1'))).toEqual({
          room: 'r1',
          version: expect.any(String),
          count: model.size,
          all,
        })
      }
    }),
  )
})

/** What a client that does as the protocol says has of one room. */
class Reader {
  list = new Map<string, PresentPerson>()
  version: string | undefined
  hear(encoded: string): void {
    const push: PeoplePush = JSON.parse(encoded)
    if (push.all) this.list = new Map(push.all.map((one) => [one.id, one]))
    for (const id of push.went ?? []) this.list.delete(id)
    for (const one of push.came ?? []) this.list.set(one.id, one)
    for (const one of push.changed ?? []) if (this.list.has(one.id)) this.list.set(one.id, one)
    this.version = push.version
  }
}

const happening = fc.record({
  at: fc.nat(3),
  what: fc.constantFrom('arrive', 'leave', 'rename', 'beat', 'off', 'back', 'back'),
})

test('[P-30] [PERF-15] lists that are kept by news and versions are what is so, whoever is away meanwhile', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (steps) => {
      const people = new RoomPeople()
      const principals = [0, 1, 2, 3].map(person)
      const readers = principals.map(() => ({ reader: new Reader(), on: false }))
      const beat = () => {
        const news = people.takeNews('r1')
        if (news) for (const { reader, on } of readers) if (on) reader.hear(news)
      }
      for (const [now, { at, what }] of steps.entries()) {
        const [principal, one] = [principals[at], readers[at]]
        if (!principal || !one) continue
        if (what === 'arrive') people.arrive(principal, now)
        else if (what === 'leave') people.leave(principal.id)
        else if (what === 'rename') {
          principal.name = `leaf ${now}`
          people.changed(principal)
        } else if (what === 'beat') beat()
        else {
          one.on = what === 'back'
          if (one.on) one.reader.hear(people.state('r1', one.reader.version))
        }
      }
      beat()
      const { all = [] }: PeoplePush = JSON.parse(people.state('r1'))
      const truth = new Map(all.map((one) => [one.id, one]))
      for (const { reader, on } of readers) if (on) expect(reader.list).toEqual(truth)
    }),
  )
})

const read = (text: string): PeoplePush => JSON.parse(text)

test('[PERF-15] of a list that is still so nothing is sent but that; of one that has changed, or of another making of the room, all', () => {
  const people = new RoomPeople()
  const [ada, bob] = [person(1), person(2)]
  people.arrive(ada, 1)
  const { version, all } = read(people.state('r1'))
  expect(all).toHaveLength(1)
  expect(read(people.state('r1', version))).toEqual({ room: 'r1', version, count: 1 })
  // Who was away for a moment is no news.
  people.leaveAt(ada.id, 5)
  people.arrive(ada, 3)
  expect(read(people.state('r1', version)).all).toBeUndefined()
  people.arrive(bob, 4)
  expect(read(people.state('r1', version)).all).toHaveLength(2)
  const news = read(people.takeNews('r1') ?? '')
  expect(read(people.state('r1', news.version)).all).toBeUndefined()
  bob.name = 'another'
  people.changed(bob)
  expect(read(people.state('r1', news.version)).all).toHaveLength(2)
  const again = new RoomPeople()
  for (const [at, one] of [ada, bob].entries()) again.arrive(one, at)
  expect(read(again.state('r1', news.version)).all).toHaveLength(2)
  expect(read(again.state('r1', 'nonsense')).all).toHaveLength(2)
})

test('[P-32] above the bound of a list only the count is told', () => {
  const people = new RoomPeople()
  for (let at = 0; at <= limits.listedPeople; at++) people.arrive(person(at), at)
  people.takeNews('r1')
  expect(JSON.parse(people.state('r1'))).toEqual({ room: 'r1', count: limits.listedPeople + 1 })
  expect(JSON.parse(people.state('r1', 'any'))).toEqual({ room: 'r1', count: limits.listedPeople + 1 })
})
