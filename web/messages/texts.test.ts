import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { copyText } from './copy-text.ts'
import { dayKind, dayOf, untilTomorrow } from './days.ts'
import { foldText } from './fold-text.ts'
import { guessLang } from './guess-lang.ts'

describe('language of a message', () => {
  test('[UX-21] kana, then Hangul, then Han, else none', () => {
    expect(guessLang('今日は')).toBe('ja')
    expect(guessLang('한국 茶')).toBe('ko')
    expect(guessLang('茶 tea')).toBe('zh-CN')
    expect(guessLang('tea, café!')).toBe('')
    expect(guessLang('🍵 123')).toBe('')
    expect(guessLang('𠮷')).toBe('zh-CN')
    expect(guessLang('“……”——')).toBe('')
  })
})

describe('long messages', () => {
  test('short ones stay whole', () => {
    expect(foldText('')).toBeNull()
    expect(foldText('a'.repeat(1200))).toBeNull()
    expect(foldText('茶'.repeat(600))).toBeNull()
    expect(foldText('a\n'.repeat(15))).toBeNull()
    expect(foldText(`${'a\n'.repeat(15)}a`)).toBeNull()
  })
  test('a Chinese letter is as wide as two', () => {
    expect(foldText('茶'.repeat(601))).toBe('茶'.repeat(450))
    expect(foldText('a'.repeat(1201))).toBe('a'.repeat(900))
  })
  test('over 16 lines: the first 12', () => {
    expect(foldText(Array.from({ length: 17 }, (_, at) => `${at}`).join('\n'))).toBe(
      '0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11',
    )
  })
  test('over 1,200: never inside a character', () => {
    const family = '👩‍👩‍👧‍👦'
    const folded = foldText(family.repeat(200)) ?? ''
    expect(folded.length).toBeGreaterThan(600)
    expect(folded.length % family.length).toBe(0)
    expect(foldText(`${'a'.repeat(899)}😀${'b'.repeat(400)}`)).toBe('a'.repeat(899))
  })
  test('is always a beginning of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000, size: 'max' }), (text) => {
        const folded = foldText(text)
        if (folded !== null) expect(text.startsWith(folded)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('days', () => {
  const at = (text: string): number => new Date(text).getTime()
  test('today, yesterday, this year, another year', () => {
    const now = at('2026-01-01T00:30:00')
    expect(dayKind(at('2026-01-01T00:00:00'), now)).toBe('today')
    expect(dayKind(at('2025-12-31T23:59:59'), now)).toBe('yesterday')
    expect(dayKind(at('2025-12-30T12:00:00'), now)).toBe('dayAndYear')
    expect(dayKind(at('2026-01-05T12:00:00'), at('2026-03-01T12:00:00'))).toBe('day')
    expect(dayKind(at('2026-02-28T12:00:00'), at('2026-03-01T12:00:00'))).toBe('yesterday')
  })
  test('a day is local, and the next one begins at midnight', () => {
    expect(dayOf(at('2026-11-22T23:59:59.999'))).toBe('2026-11-22')
    expect(untilTomorrow(at('2026-11-22T23:00:00'))).toBe(3_600_000)
    expect(untilTomorrow(at('2026-11-22T23:59:59.999'))).toBe(1_000)
  })
})

describe('copying several messages', () => {
  test('who and when, then the text, indented; one head for neighbours of a minute', () => {
    expect(
      copyText([
        { name: '青柠', time: '20:31', text: '走吧\n带水' },
        { name: '青柠', time: '20:31', text: '好' },
        { name: 'Alex', time: '20:32', text: 'ok' },
      ]),
    ).toBe('青柠 20:31\n 走吧\n 带水\n 好\nAlex 20:32\n ok')
  })
})
