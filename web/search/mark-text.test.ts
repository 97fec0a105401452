import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { costMs } from '#tests/kit/cost.ts'
import { markText, snippet } from './mark-text.ts'

const shown = (text: string, ...marks: string[]): string =>
  markText(text, marks)
    .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
    .join('')

test('signs are marked wherever they stand, words where they begin', () => {
  expect(shown('去茶馆喝茶', '茶')).toBe('去[茶]馆喝[茶]')
  expect(shown('去茶馆喝茶', '茶馆', '馆喝')).toBe('去[茶馆喝]茶')
  expect(shown('The steam of tea, Teahouse', 'tea')).toBe('The steam of [tea], [Tea]house')
  expect(shown('用Bun写，用 bun 写', 'bun')).toBe('用[Bun]写，用 [bun] 写')
})

test('width, case and accents are those of the text', () => {
  expect(shown('ＴＥＡ Café ﬁne ｶﾞ', 'tea', 'cafe', 'fi', 'ガ')).toBe('[ＴＥＡ] [Café] [ﬁ]ne [ｶﾞ]')
})

test('a phrase is marked as a whole, whatever stands between its words', () => {
  expect(shown('green, tea and green tea; 用 Bun 写', 'green tea', '用bun写')).toBe(
    '[green, tea] and [green tea]; [用 Bun 写]',
  )
})

test('[T-62] an emoji is a word: none stands between two others, and a crowd of them is looked through once', () => {
  expect(shown('🍵 tea, 🍵☕ tea, 🍵, tea', '🍵 tea')).toBe('[🍵 tea], 🍵☕ tea, [🍵, tea]')
  const crowd = `${'🍵'.repeat(2_000)}中`
  // From each of them in every way to leave some out: that held the page for ever.
  expect(costMs(() => void markText(crowd, ['🍵🍵🍵🍵🍵🍵🍵🍵x', '🍵🍵🍵🍵']), 500)).toBeLessThan(500)
})

test('marks that would mean something in a pattern mean themselves', () => {
  expect(shown('a.b [c] (d*', 'a.b', '(d*', '[')).toBe('[a.b] [c] ([d]*')
})

test('no sign is lost, whatever is marked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string({ maxLength: 3 })), (text, marks) => {
      expect(
        markText(text, marks)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('a long text is shown around what was found in it', () => {
  const long = `${'很'.repeat(500)}茶${'好'.repeat(500)}`
  const pieces = snippet(long, ['茶'])
  expect(pieces.map(({ found }) => found)).toEqual([false, true, false])
  expect(pieces[0]?.text).toBe(`…${'很'.repeat(28)}`)
  expect([...pieces.map(({ text }) => text).join('')].length).toBeLessThan(210)
  expect(snippet('one\n\n  two', [])).toEqual([{ text: 'one two', found: false }])
})
