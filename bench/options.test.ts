import { expect, test } from 'bun:test'
import { readOptions } from './options.ts'

test('[PERF 6] a plain run has three rounds, 5 s of warm-up and 20 s of window', () => {
  expect(readOptions([])).toMatchObject({
    rounds: 3,
    warmS: 5,
    windowS: 20,
    rates: [10, 100, 300, 1_000],
    quick: false,
  })
})

test('search fills a disk: it is measured only where it is named', () => {
  expect(readOptions([])?.only).toEqual(['fan-out', 'durable', 'memory'])
  expect(readOptions(['--only', 'search', '--messages', '10000'])).toMatchObject({ only: ['search'], messages: 10_000 })
})

test('what is said replaces what is usual, also in a quick run', () => {
  const options = readOptions(['--quick', '--rates', '5,50', '--only', 'memory,durable', '--rest', '1.5'])
  expect(options).toMatchObject({ rounds: 1, rates: [5, 50], only: ['memory', 'durable'], restS: 1.5 })
})

test('[PERF-13] a page is followed for ten minutes in all its forms; a quick run looks at nine seconds', () => {
  expect(readOptions(['--only', 'page'])).toMatchObject({ only: ['page'], minutes: 10, forms: [], rounds: 3 })
  expect(readOptions(['--quick', '--forms', 'phone,plain'])).toMatchObject({ minutes: 0.15, forms: ['phone', 'plain'] })
})

test('a wrong word stops the start', () => {
  expect(() => readOptions(['--only', 'fanout'])).toThrow('fanout is no scenario')
  expect(() => readOptions(['--rounds', '0'])).toThrow('not a number above 0')
  expect(() => readOptions(['--fast'])).toThrow()
  expect(() => readOptions(['--members', '20'])).toThrow('In a room of 20 nobody would check what comes: at least 50.')
  expect(() => readOptions(['--port', '70000'])).toThrow('70000 is no port.')
})
