import { expect, test } from 'bun:test'
import { fold } from '#protocol/fold.ts'
import { fc } from '#tests/kit/chance.ts'
import { costMs } from '#tests/kit/cost.ts'
import { analyse } from './analyse.ts'

const termsOf = (text: string): string => analyse(text).terms.replaceAll(' ', '|')
const edgesOf = (text: string): string => analyse(text).edges.replaceAll(' ', '|')

test('Chinese and kana become pairs and a last sign, everything else words', () => {
  expect(termsOf('我用Bun写代码 v1.4')).toBe('我用|用|bun|写代|代码|码|v1|4')
  expect(edgesOf('用Bun写，用 v1')).toBe('用|b|bu|bun|写|v|v1')
  expect(termsOf('茶馆，今天')).toBe('茶馆|馆|今天|天')
  expect(termsOf('こんにちはアー')).toBe('こん|んに|にち|ちは|はア|アー|ー')
  expect(termsOf('오늘 한국어 𠮷野家 🍵🍵')).toBe('오늘|한국어|𠮷野|野家|家|🍵|🍵')
})

test('width, case and accents do not count, voice marks of kana do', () => {
  expect(termsOf('ＡＢＣ Café ÑANDÚ ﬁne')).toBe('abc|cafe|nandu|fine')
  expect(termsOf('ｶﾞ')).toBe('ガ')
  expect(fold('カ')).not.toBe(fold('ガ'))
  expect(termsOf('İstanbul')).toBe('istanbul')
  // One letter, at the end of a word, before an invisible sign, and in the beginning of a longer one.
  expect(termsOf('ΟΔΟΣ οδος οδοσ ΟΔΟΣ\ufeffα')).toBe('οδοσ|οδοσ|οδοσ|οδοσ|α')
})

test('the short way for ASCII finds what the long one does', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 200 })
  // A mark that is no letter changes no word, and takes the text the long way.
  fc.assert(
    fc.property(ascii, (text) => expect(analyse(text)).toEqual(analyse(`${text}、`))),
    { numRuns: 500 },
  )
  // Words that begin alike, as many as a message holds.
  const alike = Array.from({ length: 1_500 }, (_, at) => at.toString(36)).join(' ')
  expect(analyse(alike)).toEqual(analyse(`${alike}、`))
  expect(analyse('')).toEqual({ terms: '', edges: '' })
  expect(termsOf(`It's 7-UP, isn't it? ${'x'.repeat(70)}`)).toBe(`it|s|7|up|isn|t|it|${'x'.repeat(64)}`)
})

test('[T-67] a term is letters, digits and their marks: nothing that means anything to an index', () => {
  const pieces = ['"', "'", '*', 'NEAR(', 'body:', '^', '(', ')', '-', '_', ' OR ', '茶', 'é', '\u0300', '🍵', '\ufeff']
  const hostile = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })))
    .map((all) => all.join(''))
  fc.assert(
    fc.property(hostile, (text) => {
      const { terms, edges } = analyse(text)
      for (const term of [...terms.split(' '), ...edges.split(' ')]) {
        expect(term).not.toMatch(/[\s\p{P}\p{Cc}\p{Cs}]/u)
        expect(term.isWellFormed()).toBe(true)
        // What FTS5's tokenizer would take as a gap or as the mark of an edge.
        expect(term).not.toMatch(/[\0-/:-@[-`{-\x7f]/)
      }
    }),
    { numRuns: 500 },
  )
})

test('a folded text is folded, and a question meets a text in the same form', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
      expect(analyse(fold(text)).terms).toBe(analyse(text).terms)
    }),
    { numRuns: 500 },
  )
})

test('[T-62] the time for a text grows as the text does', () => {
  for (const unit of ['茶', 'a', 'é', '*', '🍵', '\u0301', '茶\u0301', 'a\u0301 ', '“”']) {
    // Four times the longest message.
    const text = unit.repeat(16_000)
    expect(costMs(() => void analyse(text), 250)).toBeLessThan(250)
  }
})
