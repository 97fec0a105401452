import { expect, test } from 'bun:test'
import { withFigures } from '../figures.ts'
import { separate, usual } from '../options.ts'
import { causes } from './causes.ts'
import { goals, unmeasured } from './list.ts'
import { summarySection } from './summary.ts'
import { figureWords, goalsSection, verdictOf } from './table.ts'

const source = { at: '2026-11-27T05:00:00Z', commit: 'abc1234', command: 'npm run bench' }
const rowsOf = (page: string): string[] => page.split('\n').filter((line) => /^\| (?:PERF|UX)-/.test(line))

test('every goal of the design is in the table, whether something measures it or not', () => {
  const ids = new Set([...goals, ...unmeasured].map(({ id }) => id))
  expect([...Array(19).keys()].map((at) => `PERF-${at + 1}`).filter((id) => !ids.has(id))).toEqual([])
  const rows = rowsOf(goalsSection({}))
  expect(rows).toHaveLength(goals.length + unmeasured.length)
  expect(rows.filter((row) => !row.includes('| not measured |'))).toHaveLength(1)
})

test('names are the names of one figure each, and causes are causes of a goal', () => {
  const names = goals.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(Object.keys(causes).filter((name) => !names.includes(name))).toEqual([])
})

test('a row without a figure says by which command it can be had, and that command exists', () => {
  const words: readonly string[] = [...usual, ...separate]
  expect(goals.map(({ only }) => only.split(' ')[0] ?? '').filter((only) => only && !words.includes(only))).toEqual([])
})

test('a figure on the bound meets it; a stretch goal counts only beside what is wanted', () => {
  const most = { wanted: { most: 50 }, stretch: { most: 30 } }
  expect([20, 30, 50, 50.1, undefined].map((value) => verdictOf(most, value))).toEqual([
    ...(['stretch met', 'stretch met', 'met', 'missed', 'not measured'] as const),
  ])
  const least = { wanted: { least: 0.7 }, stretch: null }
  expect([0.7, 0.69].map((value) => verdictOf(least, value))).toEqual(['met', 'missed'])
  const onlyStretch = { wanted: null, stretch: { least: 10 } }
  expect([10, 9].map((value) => verdictOf(onlyStretch, value))).toEqual(['stretch met', 'stretch missed'])
})

test('a miss stands there with its cause, or says that none was found yet', () => {
  const kept = withFigures({}, { 'uploads.p99': 1.56, 'search.1m.lag': 9_000, 'fan-out.10.ws': 1.07 }, source)
  const rows = rowsOf(goalsSection(kept))
  const rowOf = (words: string): string => rows.find((row) => row.includes(words)) ?? ''
  expect(rowOf('p99 of the chat ÷ alone')).toContain('| ≤ 1.2 | ≤ 1.05 | 1.56 | missed | turns of the loop')
  expect(rowOf('from posted to found')).toContain(
    '| ≤ 2,000 ms |  | 9,000 ms | missed | not found yet | 11-27, abc1234 |',
  )
  expect(rowOf('those of `ws` |')).toContain('| ≥ 1 |  | 1.07 | met |  | 11-27, abc1234 |')
})

test('the summary shows what is gathered only beside what is calm, and says what was missed', () => {
  const loaded = { 'fan-out.300.ws': 6.63, 'fan-out.1000.ws': 11 }
  expect(summarySection(withFigures({}, loaded, source))).not.toContain('Under load')
  const whole = summarySection(withFigures({}, { ...loaded, 'fan-out.10.ws': 1.07, 'uploads.p99': 1.56 }, source))
  expect(whole).toContain('10 messages a second, each in a frame of its own: 1.07 × `ws`.')
  expect(whole).toContain('at 300 a second 6.63 × `ws`; at 1,000 a second 11 × `ws`')
  expect(whole).toMatch(/3 met, 1 missed, of PERF-17, \d+ not measured/)
  expect(whole).not.toMatch(/fastest|million connections/i)
})

test('durable figures do not stand without the disk', () => {
  expect(summarySection(withFigures({}, { 'durable.p99': 20 }, source))).not.toContain('loss of power')
  expect(summarySection(withFigures({}, { 'durable.p99': 20, 'durable.fsync-p99': 0.4 }, source))).toContain(
    'p99 of 0.4 ms',
  )
})

test('figures have three digits', () => {
  expect([0.0767, 1.5649, 53.71, 1_048_576].map((value) => figureWords(value))).toEqual([
    '0.0767',
    '1.56',
    '53.7',
    '1,048,576',
  ])
})
