import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { requireText } from './clean-text.ts'
import { Refusal } from './refusal.ts'

const refusalOf = (value: string): string => {
  try {
    return requireText(value)
  } catch (error) {
    return error instanceof Refusal ? error.code : 'another error'
  }
}

test('[D-19] every plane, tab and line feed come back equal', () => {
  for (const text of ['茶', 'a\tb\nc', '🍵', '\u{20000}', '\u{10fffd}', '👩‍👩‍👧', 'نص', ' two  spaces ']) {
    expect(requireText(text)).toBe(text)
  }
})

test('lone surrogates and NUL are refused with bad_text', () => {
  for (const text of ['\ud83c', 'a\udf75b', '\udf75\ud83c', 'a\0b']) expect(refusalOf(text)).toBe('bad_text')
})

test('text is stored as NFC, with line feeds, without other control characters', () => {
  expect(requireText('e\u0301')).toBe('é')
  expect(requireText('a\r\nb\r\r\nc')).toBe('a\nb\nc')
  expect(requireText('a\u001b[31m\u0007\u007f\u009b\u0085b')).toBe('a[31mb')
  expect(requireText('e\u0007\u0301')).toBe('é')
})

test('cleaning is idempotent, and everything else is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const once = refusalOf(value)
      expect(refusalOf(once)).toBe(once)
      if (once !== 'bad_text') expect(once).not.toMatch(/[^\P{Cc}\t\n]|\p{Cs}/u)
    }),
    { numRuns: 2_000 },
  )
})
