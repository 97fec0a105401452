import { describe, expect, test } from 'bun:test'
import { parseMarkup, plainText } from '#protocol/markup.ts'
import { fc } from '#tests/kit/chance.ts'
import { mayHaveMarks } from '#web/store/marks.ts'
import { foldMarkup } from './fold-markup.ts'
import { markedParts } from './marked-parts.ts'
import { isAction, isEmojiOnly } from './row-text.ts'

describe('long messages', () => {
  const fold = (body: string) => {
    const folded = foldMarkup(parseMarkup(body))
    return folded && plainText(folded)
  }
  test('fold at the words that are shown, and never in the middle of a mark', () => {
    expect(fold('茶'.repeat(600))).toBeNull()
    expect(fold(`**${'茶'.repeat(700)}**`)).toBe('茶'.repeat(450))
    expect(fold(`> ${'a\n> '.repeat(20)}`)).toBe(Array(12).fill('a').join('\n'))
    expect(fold('- a\n'.repeat(20))).toBe(Array(12).fill('- a').join('\n'))
  })
  test('code folds by itself and counts for nothing', () => {
    expect(fold(`a\n\`\`\`\n${'b\n'.repeat(100)}\`\`\``)).toBeNull()
  })
  test('what is left is the beginning of the words', () => {
    const unit = fc.constantFrom(
      '**',
      '*',
      '||',
      '`',
      '> ',
      '- ',
      '\n',
      '\n',
      ' ',
      '茶馆',
      'tea',
      '🍵',
      '[a](https://b.example)',
    )
    fc.assert(
      fc.property(fc.array(unit, { minLength: 20, maxLength: 400 }), (parts) => {
        const body = parts.join('')
        const folded = fold(body)
        const words = plainText(parseMarkup(body)).replace(/\s/g, '')
        if (folded !== null) expect(words.startsWith(folded.replace(/\s/g, '').slice(0, -2))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('marks of a search', () => {
  const marks = (text: string, ...wanted: string[]): string =>
    markedParts(text, wanted)
      .map((one) => (one.marked ? `[${one.text}]` : one.text))
      .join('')
  test('without case and width, touching ones together', () => {
    expect(marks('Tea and ＴＥＡ and steam', 'tea')).toBe('[Tea] and [ＴＥＡ] and s[tea]m')
    expect(marks('茶馆里的茶', '茶', '馆')).toBe('[茶馆]里的[茶]')
    expect(marks('aaa', 'aa')).toBe('[aa]a')
    expect(marks('x', '')).toBe('x')
    expect(marks('')).toBe('')
    expect(marks('İstanbul ß', 'stanbul')).toBe('İ[stanbul] ß')
  })
  test('put together the parts are the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary', maxLength: 2 })),
        (text, wanted) =>
          expect(
            markedParts(text, wanted)
              .map((one) => one.text)
              .join(''),
          ).toBe(text),
      ),
    )
  })
})

describe('what has to be read', () => {
  test('a body that is said to have no marks is its own text', () => {
    const unit = fc.constantFrom(
      '*',
      '**',
      '~',
      '~~',
      '|',
      '||',
      '`',
      '```',
      '[',
      '](',
      ')',
      'https://a.example',
      '> ',
      '>',
      '- ',
      '+ ',
      '  ',
      '1. ',
      '12) ',
      '\t',
      '\n',
      '@小满',
      ' ',
      'a',
      '中',
      '/me ',
      '/me\u3000',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(unit, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 }), (parts) => {
        const body = parts.join('')
        if (mayHaveMarks(body)) return
        expect(parseMarkup(body)).toEqual({
          action: false,
          blocks: [{ kind: 'lines', inside: body === '' ? [] : [{ kind: 'text', text: body }] }],
        })
        expect(isAction(body)).toBe(false)
      }),
      { numRuns: 5_000 },
    )
    expect(mayHaveMarks('Tea at 3, 茶! #1 @小满 5 > 3 a_b')).toBe(false)
    expect(mayHaveMarks('@小满', [{ id: '1', name: '小满' }])).toBe(true)
  })
})

describe('what a text makes of its bubble', () => {
  test('one to three emoji, whatever they are made of', () => {
    for (const body of ['🍵', '🍵🌿', '👩‍👩‍👧‍👦 👍🏽 🇨🇳', '❤️']) expect(isEmojiOnly(body)).toBe(true)
    for (const body of ['', ' ', '🍵🍵🍵🍵', '🍵a', '茶', '1', '#', '©', '12']) expect(isEmojiOnly(body)).toBe(false)
  })
  test('/me', () => {
    expect(isAction('/me x')).toBe(true)
    for (const body of ['/me x', '/me\u3000x', '/me', '/me ', '/mean', ' /me x', '/me \n x'])
      expect(isAction(body)).toBe(parseMarkup(body).action)
  })
})
