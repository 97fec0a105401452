import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
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
        expect(JSON.parse(people.state('r1'))).toEqual({ room: 'r1', count: model.size, all })
      }
    }),
  )
})

test('[P-32] above the bound of a list only the count is told', () => {
  const people = new RoomPeople()
  for (let at = 0; at <= limits.listedPeople; at++) people.arrive(person(at), at)
  people.takeNews('r1')
  expect(JSON.parse(people.state('r1'))).toEqual({ room: 'r1', count: limits.listedPeople + 1 })
})
