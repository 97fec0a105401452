import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Bells, bellTopic } from './bells.ts'

function open(holders: Record<string, number>) {
  const clock = new FakeClock()
  const rung: unknown[] = []
  const bells = new Bells({
    clock,
    publish: (topic, frame) => void rung.push([topic, JSON.parse(frame)[2].rooms]),
    listeners: (topic) => holders[topic] ?? 0,
  })
  const ring = (room: string, head: number) => bells.ring(new Map([[room, { head, lines: head, at: head }]]))
  return { clock, bells, ring, rung }
}

test('a bell rings at once after a quiet second, and then once a second with the newest', () => {
  const { clock, ring, rung } = open({ [bellTopic('r1')]: 2 })
  for (const head of [1, 2, 3]) ring('r1', head)
  expect(rung).toEqual([['bell:r1', { r1: [1, 1, 1] }]])
  clock.move(999)
  expect(rung).toHaveLength(1)
  clock.move(1)
  expect(rung.slice(1)).toEqual([['bell:r1', { r1: [3, 3, 3] }]])
  clock.move(5_000)
  ring('r1', 4)
  expect(rung).toHaveLength(3)
})

test('[HOUSE-12] a room whose bell nobody holds costs nothing, and one that is quiet is forgotten', () => {
  const { clock, bells, ring, rung } = open({ [bellTopic('r1')]: 1 })
  for (let at = 0; at < 1_000; at++) ring(`other${at}`, 1)
  expect(bells.size).toBe(0)
  ring('r1', 1)
  expect(bells.size).toBe(1)
  clock.move(30_000)
  bells.sweep()
  expect(bells.size).toBe(0)
  expect(rung).toHaveLength(1)
})

test('the bell of a crowd is rarer, not dearer', () => {
  const { clock, ring, rung } = open({ [bellTopic('r1')]: 5_000 })
  ring('r1', 1)
  ring('r1', 2)
  clock.move(4_999)
  expect(rung).toHaveLength(1)
  clock.move(1)
  expect(rung).toHaveLength(2)
})
