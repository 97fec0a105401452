import { expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { html, htmlText } from './html-text.ts'

test('[UX-13] words are text, in an element and in an attribute’s quotes', () => {
  expect(html`<p title="${'"><b>'}">${'<script>&amp;'}</p>`.markup).toBe(
    '<p title="&quot;&gt;&lt;b&gt;">&lt;script&gt;&amp;amp;</p>',
  )
})

test('templates of ours go into each other, as one and as many', () => {
  expect(html`<ul>${['<', '>'].map((word) => html`<li>${word}</li>`)}${html`<hr>`}${7}</ul>`.markup).toBe(
    '<ul><li>&lt;</li><li>&gt;</li><hr>7</ul>',
  )
})

test('[T-53] control marks are shown and not obeyed; tab and line feed stay', () => {
  expect(htmlText('a\u001b[31mb\u0000\u007f\u009b\t\n')).toBe('a␛[31mb␀␡\ufffd\t\n')
})

test('[UX-13] whatever the words, no sign of markup is left, and what a reader decodes is what was written', () => {
  const words = fc.string({ unit: 'binary', maxLength: 200 })
  const decode = (text: string) =>
    text.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? "'",
    )
  fc.assert(
    fc.property(words, (text) => {
      const out = htmlText(text)
      expect(out).not.toMatch(/[<>"']/)
      expect(out.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are shown as pictures
      const plain = (some: string) => some.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2400-\u2421\ufffd]/g, '')
      expect(plain(decode(out))).toBe(plain(text))
    }),
  )
})
