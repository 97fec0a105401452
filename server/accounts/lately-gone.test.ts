import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { LatelyGone } from './lately-gone.ts'
import { Principal } from './principals.ts'

const person = (id: string, session: string | null = `session of ${id}`) =>
  Object.assign(new Principal({ id, kind: 'guest', name: id, look: 1, entered: true, seenMs: 0 }), { session })

test('[HOUSE-12] no more than 20,000 are kept, for a minute; the first to go is the first forgotten', () => {
  const clock = new FakeClock()
  const lately = new LatelyGone(clock.steadyMs)
  for (let at = 0; at < 20_001; at++) lately.keep(person(`p${at}`))
  expect(lately.size).toBe(20_000)
  expect(lately.findBySession('session of p0')).toBeUndefined()
  expect(lately.findBySession('session of p1')?.id).toBe('p1')
  clock.move(30_000)
  lately.keep(person('late'))
  clock.move(30_000)
  lately.sweep()
  expect(lately.size).toBe(1)
  expect(lately.find('late')?.id).toBe('late')
})

test('who has no session to come back by, or was deleted, is not kept; another session takes the place of the first', () => {
  const lately = new LatelyGone(() => 0)
  lately.keep(person('classic', null))
  lately.keep(Object.assign(person('deleted'), { gone: true }))
  expect(lately.size).toBe(0)
  const ada = person('ada')
  lately.keep(ada)
  lately.keep(Object.assign(ada, { session: 'another' }))
  expect(lately.findBySession('session of ada')).toBeUndefined()
  expect(lately.findBySession('another')).toBe(ada)
  expect(lately.take('ada')).toBe(ada)
  expect([lately.size, lately.findBySession('another')]).toEqual([0, undefined])
})

test('[P-27] [T-17] who is deleted while it is kept, or whose minute is over before the sweep, is found by nobody', () => {
  const clock = new FakeClock()
  const lately = new LatelyGone(clock.steadyMs)
  const [ada, bob] = [person('ada'), person('bob')]
  lately.keep(ada)
  lately.keep(bob)
  ada.gone = true
  expect([lately.find('ada'), lately.findBySession('session of ada'), lately.take('ada')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  clock.move(59_999)
  expect(lately.find('bob')).toBe(bob)
  clock.move(1)
  expect([lately.find('bob'), lately.findBySession('session of bob')]).toEqual([undefined, undefined])
})
