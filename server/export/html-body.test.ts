import { expect, test } from 'bun:test'
import { hostileTexts } from '#tests/classic/hostile.ts'
import { bodyHtml, excerptOf } from './html-body.ts'

const by = { id: 'p0000000000000ada', name: '<Ada>' }
const inside = (body: string, mentions?: { id: string; name: string }[]): string =>
  bodyHtml(body, mentions, by).markup.replace(/^<div class="body" [^>]*>|<\/div>$/g, '')

test.each([
  ['plain', '<span class="lines">plain</span>'],
  ['**b** *i* ~~s~~ `c`', '<span class="lines"><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></span>'],
  ['> said', '<blockquote><span class="lines">said</span></blockquote>'],
  ['- one\n- two', '<ul><li><span class="lines">one</span></li><li><span class="lines">two</span></li></ul>'],
  ['3. three', '<ol><li value="3"><span class="lines">three</span></li></ol>'],
  ['```js\n<b>\n```', '<pre><code>&lt;b&gt;</code></pre>'],
  [
    '[tea](https://example.com/?a=1&b=2)',
    '<span class="lines"><a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer nofollow ugc">tea</a></span>',
  ],
  ['[x](javascript:alert(1))', '<span class="lines">[x](javascript:alert(1))</span>'],
])('[UX-13] %j is shown with its marks', (body, markup) => {
  expect(inside(body)).toBe(markup)
})

test('a deed has its doer, a mention its name, and a veiled word stays veiled where it is quoted', () => {
  expect(inside('/me nods')).toMatch(/^<bdi class="h\d+">&lt;Ada&gt;<\/bdi> <span class="lines">nods<\/span>$/)
  expect(inside('@Bob hi', [{ id: 'p0000000000000bob', name: 'Bob' }])).toContain(
    '<span class="mention">@<bdi>Bob</bdi></span> hi',
  )
  expect(excerptOf('it was ||the butler||\nreally')).toBe('it was ▒▒▒ really')
  expect([...excerptOf('茶'.repeat(500))]).toHaveLength(91)
})

test('[T-46] where a link says another host than the one it leads to, that one is told', () => {
  expect(inside('[https://bank.example](https://evil.example/x)')).toContain('<bdi>(evil.example)</bdi>')
})

test('[UX-13] hostile texts make no element and no attribute but those of marks', () => {
  for (const text of hostileTexts)
    for (const [, tag = '', attributes = ''] of bodyHtml(text, [], by).markup.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)) {
      expect([
        'div',
        'span',
        'a',
        'strong',
        'em',
        'code',
        'pre',
        'del',
        'blockquote',
        'ul',
        'ol',
        'li',
        'bdi',
      ]).toContain(tag)
      expect(attributes).toMatch(/^(?: (?:class|dir|lang|href|rel|tabindex|value)="[^"<>]*")*$/)
      expect(attributes).not.toMatch(/href="(?!https?:)/)
    }
})
