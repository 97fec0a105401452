import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { nameKey } from './name-key.ts'

const text = fc.string({ unit: 'binary', maxLength: 40 })

test('[T-26] [D-24] names that the eye takes for equal have one key', () => {
  const alike: [string, string, string][] = [
    ['Cyrillic а', 'аdmin', 'admin'],
    ['all Cyrillic', 'СОРАХ', 'COPAX'],
    ['Greek omicron', 'Bοb', 'Bob'],
    ['all Greek', 'ΝΑΤ', 'nat'],
    ['Greek Ν among Latin', 'Νick', 'Nick'],
    ['Greek ν among Latin', 'νera', 'vera'],
    ['Armenian', 'Օliver', 'Oliver'],
    ['Cherokee', 'ᎪᎡᎢ', 'ART'],
    ['Lisu', 'ꓮꓲꓲꓮꓠ', 'AllAN'],
    ['Coptic', 'Ⲟlga', 'olga'],
    ['full width', 'Ａｄａ', 'ada'],
    ['mathematical', '𝓐𝖉𝒂', 'ada'],
    ['circled', 'ⓐⓓⓐ', 'ada'],
    ['small capitals', 'ᴀᴅᴀ', 'ada'],
    ['ligature', 'ﬁnch', 'finch'],
    ['capital I for l', 'AIice', 'Alice'],
    ['1 for l', 'A1ice', 'Alice'],
    ['| for l', 'A|ice', 'Alice'],
    ['0 for O', 'B0b', 'bob'],
    ['rn for m', 'adrnin', 'admin'],
    ['vv for w', 'vvren', 'wren'],
    ['case', 'ADA', 'ada'],
    ['sharp s', 'Groß', 'GROSS'],
    ['Greek case', 'Νίκος', 'ΝΊΚΟΣ'],
    ['Cyrillic case', 'Новая', 'НОВАЯ'],
    ['Turkish dotless', 'kadı', 'kadi'],
    ['Turkish dotted', 'İpek', 'ipek'],
    ['zero-width joiner', 'a\u200dd\u200ba', 'ada'],
    ['word joiner and BOM', 'a\u2060d\ufeffa', 'ada'],
    ['right-to-left override', '\u202eada', 'ada'],
    ['isolates', '\u2066ada\u2069', 'ada'],
    ['soft hyphen', 'a\u00adda', 'ada'],
    ['variation selector', 'ada\ufe0f', 'ada'],
    ['ideographic variation', '葛\u{e0100}', '葛'],
    ['tags', 'ada\u{e0061}', 'ada'],
    ['Hangul filler', 'ada\u3164', 'ada'],
    ['braille blank', 'ada\u2800', 'ada'],
    ['trailing space', 'ada ', 'ada'],
    ['ideographic space', '听　雨', '听雨'],
    ['no-break space', 'quiet\u00a0heron', 'quiet  heron'],
    ['decomposed', 'Zoe\u0308', 'Zoë'],
    ['Cyrillic with a mark', 'Zoё', 'Zoë'],
    ['a mark twice', 'Zoe\u0308\u0308', 'Zoë'],
    ['a stack of marks', `a${'\u0300\u0301'.repeat(2_500)}`, `a${'\u0300\u0301'.repeat(4)}`],
    ['dashes', 'a–b', 'a-b'],
    ['apostrophes', 'O’Neil', "O'Neil"],
    ['middle dots', '阿・明', '阿·明'],
    ['〇 and O', '小〇', '小O'],
    ['○ and 0', '小○', '小0'],
    ['katakana ロ and 口', 'ロ', '口'],
    ['half-width katakana', 'ﾀﾛｳ', 'タロウ'],
    ['a dash for one', '小—', '小一'],
    ['compatibility ideograph', '\uf9e9', '里'],
    ['Kangxi radical', '⼭', '山'],
    ['Arabic digits', 'ali٣', 'ali3'],
    ['Persian digits', 'علی۴', 'علی٤'],
    ['Arabic yeh', 'علي', 'علی'],
  ]
  for (const [what, a, b] of alike) expect([what, nameKey(a)]).toEqual([what, nameKey(b)])
})

test('[D-24] names that are different to the eye have different keys', () => {
  const different = [
    '土',
    '士',
    '日',
    '曰',
    '目',
    '己',
    '已',
    '巳',
    '未',
    '末',
    '人',
    '入',
    '大',
    '太',
    '王',
    '玉',
    '龙',
    '龍',
    '千',
    '干',
  ]
  const words = [
    'ada',
    'adä',
    'adà',
    'bob',
    'rob',
    'ida2',
    'ida3',
    'hat',
    'nat',
    'vat',
    'a-b',
    'ab',
    'ab.',
    '🍵',
    '🍶',
    'Анна',
    'Инна',
    '1',
    '2',
    '7',
  ]
  for (const list of [different, words]) expect(new Set(list.map(nameKey)).size).toBe(list.length)
})

test('[T-26] nothing but invisible characters has no key', () => {
  for (const name of ['', ' ', '\u200b\u200d', '\u202e', '\u3164\u115f', '\u{e0001}', '\u2800', '\u0000'])
    expect(nameKey(name)).toBe('')
})

test('[T-26] a key is settled: its own key is itself, whatever the name', () => {
  fc.assert(
    fc.property(text, (name) => nameKey(nameKey(name)) === nameKey(name)),
    { numRuns: 5_000 },
  )
})

test('[T-26] normal forms, spaces and invisible characters never matter', () => {
  const unseen = fc.constantFrom(' ', '\u200d', '\u200b', '\u202e', '\ufe0f', '\u00ad', '\u3000', '\u{e0041}')
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), { maxLength: 20 }),
      unseen,
      (signs, sign) => {
        const name = signs.join('')
        const key = nameKey(name)
        for (const form of ['NFC', 'NFD'] as const) expect(nameKey(name.normalize(form))).toBe(key)
        expect(nameKey(signs.join(sign))).toBe(nameKey(signs.join('\u200b')))
        expect(nameKey(`${sign}${name}${sign}`)).toBe(key)
      },
    ),
    { numRuns: 1_000 },
  )
})
