import { expect, test } from 'bun:test'
import { costMs } from '#tests/kit/cost.ts'
import { readQuery } from './read-query.ts'

const shown = (text: string): string[] =>
  readQuery(text).phrases.map(({ runs, open }) => `${runs.map((run) => run.text).join('+')}${open ? '…' : ''}`)

test('words, phrases in the marks of every language, and beginnings', () => {
  expect(shown('茶馆 tea')).toEqual(['茶馆', 'tea…'])
  expect(shown('茶馆 tea ')).toEqual(['茶馆', 'tea'])
  expect(shown('rel* bun ')).toEqual(['rel…', 'bun'])
  expect(shown('用Bun写')).toEqual(['用+bun+写…'])
  expect(shown('"green tea" 好')).toEqual(['green+tea', '好…'])
  expect(shown('“红茶 绿茶” 「普洱」 ＂tea＂')).toEqual(['红茶+绿茶', '普洱', 'tea'])
  expect(shown('v1.4 don’t')).toEqual(['v1+4', 'don+t…'])
})

test('a phrase that is still being typed may go on', () => {
  expect(shown('"green te')).toEqual(['green+te…'])
  expect(shown('"green te"')).toEqual(['green+te'])
})

test('[T-67] what looks like a language of queries is the words in it', () => {
  expect(shown('"*')).toEqual([])
  expect(shown('NEAR(a, b) ')).toEqual(['near+a', 'b'])
  expect(shown('body:x -y ')).toEqual(['body+x', 'y'])
  expect(shown('a OR b AND NOT c ')).toEqual(['a', 'or', 'b', 'and', 'not', 'c'])
  expect(shown('%_ ^a ')).toEqual(['a'])
})

test('marks are what was typed, folded, once, without what stands around it', () => {
  expect(readQuery('ＴＥＡ "v1.4," tea Café* ').marks).toEqual(['tea', 'v1.4', 'cafe'])
})

test('[T-62] what stands around a phrase is looked at once, however much it is', () => {
  const around = `tea${'<'.repeat(60_000)}tea${'<'.repeat(1_000)}`
  expect(readQuery(around).marks).toEqual([`tea${'<'.repeat(60_000)}tea`])
  // From each of its signs to the end: that took 13 seconds.
  expect(costMs(() => void readQuery(around), 250)).toBeLessThan(250)
})
