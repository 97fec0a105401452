import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { costMs } from '#tests/kit/cost.ts'
import { reallyHost } from './links.ts'
import type { Inline } from './markup.ts'
import { readInline } from './markup-inline.ts'
import { textOf } from './markup-text.ts'

const links = (parts: readonly Inline[]): Extract<Inline, { kind: 'link' }>[] =>
  parts.flatMap((part) => (part.kind === 'link' ? [part] : 'inside' in part ? links(part.inside) : []))
const hrefs = (text: string): string[] => links(readInline(text, [])).map(({ href }) => href)
/** Each link as its words, its address and the host that has to be named. */
const shown = (text: string) =>
  links(readInline(text, [])).map(({ inside, href, really }) => [textOf(inside), href, really])

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
    expect(shown('https://аpple.example/')).toEqual([
      ['https://xn--pple-43d.example/', 'https://xn--pple-43d.example/', null],
    ])
    expect(shown('https://茶馆.example/')).toEqual([['https://茶馆.example/', 'https://xn--cl1ay07b.example/', null]])
    expect(shown('https://ａ.example/')).toEqual([['https://a.example/', 'https://a.example/', null]])
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
        if (/^[\x20-\x7e]*$/.test(text)) expect(textOf(readInline(text, []))).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  test('[T-62] hostile repetitions take linear time', () => {
    for (const unit of ['https://', 'https://a)', 'http://[', ')))))]]]', 'https://a.b/(((('])
      expect(
        costMs(() => void readInline(unit.repeat(500).slice(0, 4000), []), 40),
        unit,
      ).toBeLessThan(40)
  })
})

describe('links with words of their own', () => {
  test('http, https and mailto alone', () => {
    expect(shown('[茶](https://example.com/tea)')).toEqual([['茶', 'https://example.com/tea', null]])
    expect(shown('看[这里](http://a.example/x_(y))。')).toEqual([['这里', 'http://a.example/x_(y)', null]])
    expect(shown('[write](mailto:tea@house.example)')).toEqual([['write', 'mailto:tea@house.example', null]])
    for (const address of [
      'javascript:alert(1)',
      'data:text/html,x',
      '/path',
      '//a.example',
      'https://',
      'https://bank.example@evil.example/',
      'https://a.example/ x',
      'https://a.example/\u202ex',
      'mailto:a@b.example?bcc=c@d.example',
      'mailto:a@b.example,c@d.example',
      'mailto:a',
    ]) {
      expect(hrefs(`[x](${address})`).filter((href) => !/^https?:/.test(address) || href === address)).toEqual([])
    }
  })

  test('[T-46] words that look like another host do not hide where the link leads', () => {
    const host = (words: string, address: string) => reallyHost(words, address)
    expect(host('bank.example', 'http://evil.example/')).toBe('evil.example')
    expect(host('https://bank.example/login', 'https://evil.example/bank.example')).toBe('evil.example')
    expect(host('ＢＡＮＫ．ｅｘａｍｐｌｅ', 'https://evil.example/')).toBe('evil.example')
    expect(host('bank。example', 'https://evil.example/')).toBe('evil.example')
    expect(host('ba\u200bnk.example', 'https://evil.example/')).toBe('evil.example')
    expect(host('http://localhost', 'https://evil.example/')).toBe('evil.example')
    expect(host('10.0.0.1', 'https://evil.example/')).toBe('evil.example')
    expect(host('me@bank.example', 'mailto:me@evil.example')).toBe('evil.example')
    expect(host('аpple.example', 'https://xn--pple-43d.example/')).toBeNull()
    expect(host('a.example and b.example', 'https://a.example/')).toBe('a.example')
    expect(host('A.example', 'https://a.example/x')).toBeNull()
    expect(host('my notes, version 1.4', 'https://a.example/')).toBeNull()
    expect(shown('[bank.example](http://evil.example)')).toEqual([
      ['bank.example', 'http://evil.example/', 'evil.example'],
    ])
    // An address that is the words of a link is no link by itself, and does not swallow the other one.
    expect(shown('[https://bank.example/a](https://evil.example/b)')).toEqual([
      ['https://bank.example/a', 'https://evil.example/b', 'evil.example'],
    ])
    expect(shown('[**https://bank.example/a** x](https://evil.example/b)')).toEqual([
      ['https://bank.example/a x', 'https://evil.example/b', 'evil.example'],
    ])
  })
})
