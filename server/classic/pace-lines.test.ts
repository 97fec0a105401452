import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { type Line, PaceLines } from './pace-lines.ts'

function open() {
  const clock = new FakeClock()
  const said: string[] = []
  const lines = new PaceLines(clock, ({ kind, name }: Line) => void said.push(`${kind} ${name}`))
  const come = (name: string) => lines.add({ id: name, kind: 'came', name })
  const go = (name: string) => lines.add({ id: name, kind: 'went', name })
  const names = (count: number, from = 1) => Array.from({ length: count }, (_, at) => `n${from + at}`)
  return { clock, said, lines, come, go, names }
}

test('up to five in a beat have a line each, at once', () => {
  const { said, come, go } = open()
  come('a')
  come('b')
  go('a')
  come('c')
  go('c')
  expect(said).toEqual(['came a', 'came b', 'went a', 'came c', 'went c'])
})

test('five more wait for the end of the beat, and have a line each', () => {
  const { clock, said, come, names } = open()
  for (const name of names(10)) come(name)
  expect(said).toHaveLength(5)
  clock.move(199)
  expect(said).toHaveLength(5)
  clock.move(1)
  expect(said).toEqual(names(10).map((name) => `came ${name}`))
})

test('a crowd is one line for who came and one for who went, once a second', () => {
  const { clock, said, come, go, names } = open()
  for (const name of names(17)) come(name)
  clock.move(200)
  expect(said.slice(5)).toEqual(['came n6、n7、n8 等 12 人'])
  for (const name of names(6)) go(name)
  for (const name of names(7, 30)) come(name)
  clock.move(999)
  expect(said).toHaveLength(6)
  clock.move(1)
  expect(said.slice(6)).toEqual(['came n30、n31、n32 等 7 人', 'went n1、n2、n3 等 6 人'])
})

test('who came and went in between is not named', () => {
  const { clock, said, come, go, names } = open()
  for (const name of names(5)) come(name)
  for (const name of names(7, 10)) come(name)
  for (const name of names(7, 10)) go(name)
  come('stays')
  clock.move(1_000)
  expect(said.slice(5)).toEqual(['came stays'])
})

test('calm comes back by itself', () => {
  const { clock, said, come, names } = open()
  for (const name of names(30)) come(name)
  clock.move(1_000)
  expect(said).toHaveLength(6)
  clock.move(1_000)
  come('late')
  expect(said.at(-1)).toBe('came late')
})

test('nothing is said after the stop', () => {
  const { clock, said, lines, come, names } = open()
  for (const name of names(30)) come(name)
  lines.stop()
  clock.move(5_000)
  expect(said).toHaveLength(5)
})
