import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { plainText } from './plain-text.ts'

describe('marks of Markdown are removed', () => {
  const rows: [string, string][] = [
    ['**fett**', 'fett'],
    ['a **b** c *d* e ~~f~~', 'a b c d e f'],
    ['***beides***', 'beides'],
    ['**a *b* c**', 'a b c'],
    ['`1 < 2 && **x**`', '1 < 2 && **x**'],
    ['```ts\nconst a = 1\n```', 'const a = 1'],
    ['[茶](https://example.com/tea)', '茶 (https://example.com/tea)'],
    ['> zitiert\n> weiter', 'zitiert\nweiter'],
    ['一行\n二行', '一行\n二行'],
    ['**中文**加粗', '中文加粗'],
    ['||谜底||', '||谜底||'],
    ['[写信](mailto:tea@house.example)', '写信 (tea@house.example)'],
    ['看 HTTPS://A.example/x', '看 HTTPS://A.example/x'],
  ]
  for (const [body, plain] of rows) test(JSON.stringify(body), () => expect(plainText(body, 'ada')).toBe(plain))
})

describe('what is no mark stays as it is', () => {
  const texts = [
    '1 < 2 && "a"',
    '2*3*4',
    'a * b * c',
    'snake_case_name',
    '**',
    '5 > 3',
    '[x](javascript:alert(1))',
    '~/file and ~ and ~~',
    '``` offen',
    '- ein Punkt',
    '```\n```',
  ]
  for (const text of texts) test(JSON.stringify(text), () => expect(plainText(text, 'ada')).toBe(text))
})

test('/me tells who', () => {
  expect(plainText('/me gießt Tee auf', 'ada')).toBe('* ada gießt Tee auf')
  expect(plainText('/mean', 'ada')).toBe('/mean')
  expect(plainText('/me', 'ada')).toBe('/me')
})

test('a text never becomes empty or longer than its link allows, whatever it is', () => {
  const marks = fc.constantFrom('*', '**', '`', '```', '\n', '~~', '[', '](https://a.b)', '> ', ' ', 'a', '字', '/me ')
  fc.assert(
    fc.property(fc.string({ unit: marks, minLength: 1, maxLength: 60 }), (body) => {
      fc.pre(body.trim() !== '')
      const plain = plainText(body, 'ada')
      expect(plain.trim()).not.toBe('')
      expect(plain.length).toBeLessThanOrEqual(body.length + '* ada '.length)
    }),
  )
})
