import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readFigures, withFigures, writeFigures } from './figures.ts'

const source = { at: '2026-11-27T05:00:00Z', commit: 'abc1234', command: 'npm run bench' }

test('a figure has its source, and takes the place of the older one; what could not be measured is not had any more', () => {
  const first = withFigures({}, { 'a.b': 1.23456789, c: 2 }, source)
  expect(first).toEqual({ 'a.b': { value: 1.23457, ...source }, c: { value: 2, ...source } })
  const second = withFigures(first, { c: null, d: Number.NaN, 'a.b': 3 }, { ...source, commit: 'def' })
  expect(second).toEqual({ 'a.b': { value: 3, ...source, commit: 'def' } })
})

test('what is kept is read again; nothing is kept before the first run', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-figures-'))
  const file = path.join(folder, 'benchmarks', 'figures.json')
  try {
    expect(readFigures(file)).toEqual({})
    writeFigures(file, withFigures({}, { z: 1, a: 2 }, source))
    expect(Object.keys(readFigures(file))).toEqual(['a', 'z'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
