import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { costMs } from '#tests/kit/cost.ts'
import { tokensOf } from './highlighter.ts'

const languages = [
  'bash',
  'c',
  'cpp',
  'cs',
  'css',
  'diff',
  'go',
  'html',
  'ini',
  'java',
  'js',
  'json',
  'kt',
  'php',
  'py',
  'rb',
  'rs',
  'sql',
  'swift',
  'ts',
  'yml',
]

describe('colours of code', () => {
  test('an unknown language has none', () => expect(tokensOf('tea', 'leaf')).toBeNull())
  test('the kinds of what stands there', () => {
    expect(tokensOf('ts', 'const a = "b" // c')?.filter(({ kind }) => kind)).toEqual([
      { kind: 'keyword', text: 'const' },
      { kind: 'string', text: '"b"' },
      { kind: 'note', text: '// c' },
    ])
    expect(tokensOf('diff', '-a\n+b')?.map(({ kind }) => kind)).toEqual(['removed', null, 'added'])
  })
  test('put together the pieces are the code, in every language', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('"', "'", '`', '/*', '*/', '<', '>', '{', '}', '\n', 'class ', 'function ', '<?php', '${'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...languages), fc.array(unit, { maxLength: 40 }), (language, parts) => {
        const code = parts.join('')
        expect(
          tokensOf(language, code)
            ?.map(({ text }) => text)
            .join(''),
        ).toBe(code)
      }),
      { numRuns: 300 },
    )
  })
  test('[T-36] [T-62] hostile repetitions hold the page up for a moment at most', () => {
    const units = [
      '<a ',
      '"',
      '/*',
      '(',
      '{',
      'a.',
      '$',
      '<',
      '\\',
      '#',
      'a(',
      '@a ',
      'class a ',
      '0',
      "b'",
      '-',
      'a<',
      '=> ',
      '`${',
      'fn(',
      'a=',
      '  - ',
    ]
    let slowest = { ms: 0, what: '' }
    for (const language of languages)
      for (const unit of units) {
        const ms = costMs(() => void tokensOf(language, unit.repeat(1_000 / unit.length)), 500)
        if (ms > slowest.ms) slowest = { ms, what: `${language} ${unit}` }
      }
    // A quarter of the longest message; highlight.ts gives a language up after the first that takes so long.
    expect(slowest.ms, slowest.what).toBeLessThan(500)
  })
})
