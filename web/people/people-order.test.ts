import { expect, test } from 'bun:test'
import { arrange } from './people-order.ts'

const here = (id: string, sinceMs: number) => ({ id, name: id, look: 1, since_ms: sinceMs })
const away = (id: string) => ({ id, name: id, look: 1 })
const present = new Map([here('me', 1), here('ada', 2), here('bob', 3)].map((person) => [person.id, person]))

test('who came last stands first, oneself not in the list; of a private chat also who is not here', () => {
  const ids = (belonging: ReturnType<typeof away>[]) => arrange({ present, belonging, mine: 'me' }).map(({ id }) => id)
  expect(ids([])).toEqual(['bob', 'ada'])
  expect(ids([away('cai'), away('ada'), away('me')])).toEqual(['bob', 'ada', 'cai'])
  expect(arrange({ present: null, belonging: [away('cai')], mine: 'me' })).toEqual([away('cai')])
})
