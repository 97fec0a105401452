import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { splitLinks } from './links.ts'

const hrefs = (text: string): string[] =>
  splitLinks(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.href]))
const together = (text: string): string =>
  splitLinks(text)
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('')

describe('links', () => {
  test('are found between words, without the punctuation around them', () => {
    expect(hrefs('看 https://a.example/x，很好')).toEqual(['https://a.example/x'])
    expect(hrefs('(see http://a.example/x_(y)).')).toEqual(['http://a.example/x_(y)'])
    expect(hrefs('“https://a.example”')).toEqual(['https://a.example/'])
    expect(hrefs('https://a.example/?q=1&r=2#s, HTTPS://B.example!')).toEqual([
      'https://a.example/?q=1&r=2#s',
      'https://b.example/',
    ])
    expect(hrefs('用https://a.example/b看')).toEqual(['https://a.example/b'])
    expect(hrefs('链接：https://茶.example/茶。')).toEqual(['https://xn--cl1a.example/%E8%8C%B6'])
  })

  test('[UX-13] nothing but http and https is followed', () => {
    for (const hostile of [
      'javascript:alert(1)',
      'JaVaScRiPt://https//%0aalert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'file:///etc/passwd',
      'ftp://a.example',
      'xhttps://a.example',
      '//a.example',
      'www.a.example',
      'https://',
      'http:// a',
      'https:///',
    ]) {
      expect(hrefs(hostile)).toEqual([])
    }
  })

  test('[UX-13] a name before the host, and invisible characters, make no link to somewhere else', () => {
    expect(hrefs('https://bank.example@evil.example/')).toEqual([])
    expect(hrefs('https://a.example/\u202Emoc.live')).toEqual(['https://a.example/'])
    expect(hrefs('https://a.exa\u200Bmple/')).toEqual(['https://a.exa/'])
  })

  test('a host in letters that look alike is shown as it really is', () => {
    const [cyrillic] = splitLinks('https://аpple.example/')
    expect(cyrillic).toEqual({ href: 'https://xn--pple-43d.example/', text: 'https://xn--pple-43d.example/' })
    const [chinese] = splitLinks('https://茶馆.example/')
    expect(chinese).toEqual({ href: 'https://xn--cl1ay07b.example/', text: 'https://茶馆.example/' })
    const [wide] = splitLinks('https://ａ.example/')
    expect(wide).toEqual({ href: 'https://a.example/', text: 'https://a.example/' })
  })

  test('[UX-13] any text stays the same text, and every address is http', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('https://', 'http://a.example', '(', ')', '.', '@', '\u202e', ' ', '茶'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        for (const href of hrefs(text)) expect(href).toMatch(/^https?:\/\//)
        if (/^[\x20-\x7e]*$/.test(text)) expect(together(text)).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })

  test('[T-62] hostile repetitions take linear time', () => {
    const started = performance.now()
    for (const unit of ['https://', 'https://a)', 'http://[', ')))))]]]', 'https://a.b/(((('])
      splitLinks(unit.repeat(500).slice(0, 4000))
    expect(performance.now() - started).toBeLessThan(200)
  })
})
