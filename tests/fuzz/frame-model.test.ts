import { expect, test } from 'bun:test'
import { accepted } from '#tests/rfc6455/accepted.ts'
import { allCases } from '#tests/rfc6455/all-cases.ts'
import { Dice } from './dice.ts'
import { readFrames } from './frame-model.ts'
import { makeStream } from './make-frames.ts'

test('the model says of every case of the suite what the suite says', () => {
  const cases = allCases.filter(({ id }) => !accepted.some((difference) => difference.id.test(id)))
  // Nonsense in a row is closed by our protocol and not by that of frames.
  for (const { id, sends, finish, closes, pongs = [], answers = [] } of cases.filter((one) => one.closes !== 4400)) {
    const read = readFrames(Buffer.concat([...sends, finish ?? Buffer.alloc(0)]))
    expect([id, [...read.closes].includes(closes), read.pongs, read.texts]).toEqual([
      id,
      true,
      [...pongs],
      answers.length,
    ])
  }
})

test('a finding is played again by its seed and its number', () => {
  const make = (number: number) => makeStream(number, new Dice(7, number), (ref) => `[${ref}]`)
  expect(make(4_321).bytes).toEqual(make(4_321).bytes)
  expect(make(4_321).bytes).not.toEqual(make(4_322).bytes)
})
