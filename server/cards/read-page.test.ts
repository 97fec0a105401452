import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { costMs } from '#tests/kit/cost.ts'
import { textOfPage } from './page-text.ts'
import { readPage } from './read-page.ts'

const title = (html: string) => readPage(html)?.title ?? null

test('a page is told by what it says for cards, then by what it says for others', () => {
  expect(
    readPage(`<!doctype html><html><head>
      <!-- <title>not this</title> -->
      <script>var x = "<title>nor this</title>"</script>
      <TITLE>Tea &amp; cups</TITLE>
      <meta name=description content="plain">
      <meta property="og:title" content='茶 “一”&#33; &lt;b&gt;'>
      <meta content="said&nbsp;of
         it" property="og:description">
      <meta property="og:image" content="/tea.jpg?a=1&amp;b=2&copy=3">
      </head>`),
  ).toEqual({ title: '茶 “一”! <b>', text: 'said of it', picture: '/tea.jpg?a=1&b=2&copy=3' })
  expect(readPage('<title>Tea</title><meta name="twitter:image" content="x.png">')).toEqual({
    title: 'Tea',
    text: null,
    picture: 'x.png',
  })
  expect(readPage('<meta property="og:site_name" content="House">')?.title).toBe('House')
  expect(readPage('<svg><title>close</title></svg><title>Tea</title>')?.title).toBe('Tea')
  for (const nothing of [
    '',
    '<title> </title>',
    '<p>tea',
    '<body><title>late</title>',
    '<title',
    '<!--<title>x</title>',
  ])
    expect([nothing, readPage(nothing)]).toEqual([nothing, null])
})

test('a page that wants no words of it shown is told by its name alone', () => {
  const more = '<meta name="description" content="x"><meta property="og:image" content="x.png">'
  for (const wish of ['nosnippet', 'noindex, NOSNIPPET', 'none'])
    expect(readPage(`<title>Tea</title><meta name="robots" content="${wish}">${more}`)).toEqual({
      title: 'Tea',
      text: null,
      picture: null,
    })
  expect(readPage(`<title>Tea</title><meta name="robots" content="noindex">${more}`)?.text).toBe('x')
})

test('[T-41] [T-46] what a page says is one line of seen signs, and of no more than there is space for', () => {
  expect(title('<title>\u202eevil\u202c\u200b\u2066 \u0007te\u00ada\ufeff\r\n\t x</title>')).toBe('evil tea x')
  expect(title('<title>&#x202e;evil&#8238; &#0; &#xd800; &#x110000; &bogus; &amp;lt;</title>')).toBe(
    'evil &bogus; &lt;',
  )
  // Signs that are made of several stay whole.
  expect(title('<title>👩‍🌾 e\u0301</title>')).toBe('👩‍🌾 é')
  const long = title(`<title>${'茶'.repeat(1_000)}</title>`) ?? ''
  expect([...long].length).toBe(limits.cardTitleChars)
  expect(long.endsWith('…')).toBe(true)
  expect(readPage(`<title>x</title><meta name=description content="${'y '.repeat(9_000)}">`)?.text).toBeNull()
})

const TEA = [0xb2, 0xe8, 0xb9, 0xdd]
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))
const said = (type: string, body: Buffer): string | null => title(textOfPage(type, body))

test('pages are read as they say that they are written', () => {
  const plain = bytes('<title>', TEA, '</title>')
  for (const label of ['gbk', 'GB2312', 'gb18030', '"gbk"'])
    expect([label, said(`text/html; charset=${label}`, plain)]).toEqual([label, '茶馆'])
  for (const meta of ['<meta charset=gb2312>', `<meta http-equiv="Content-Type" content="text/html; charset=gbk">`])
    expect(said('text/html', bytes(meta, plain.toString('latin1')))).toBe('茶馆')
  // Four bytes for one sign: GBK does not have it.
  expect(said('text/html; charset=gbk', bytes('<title>', [0x81, 0x39, 0xee, 0x39], '</title>'))).toBe('㐀')
  expect(said('text/html; charset=big5', bytes('<title>', [0xaf, 0xf9], '</title>'))).toBe('茶')
  expect(said('text/html; charset=Shift_JIS', bytes('<title>', [0x92, 0x83], '</title>'))).toBe('茶')
  expect(said('text/html; charset=euc-kr', bytes('<title>', [0xc2, 0xf7], '</title>'))).toBe('차')
  expect(said('text/html; charset=iso-8859-1', bytes('<title>caf', [0xe9], '</title>'))).toBe('café')
  // What is said ahead of all counts most; what nobody knows is UTF-8, and bytes that are none harm nobody.
  expect(said('text/html; charset=gbk', Buffer.from('\ufeff<title>茶馆</title>'))).toBe('茶馆')
  expect(said('text/html; charset=klingon', Buffer.from('<title>茶馆</title>'))).toBe('茶馆')
  expect(said('text/html', Buffer.from('<meta charset=utf-16><title>茶馆</title>'))).toBe('茶馆')
  expect(said('text/html', bytes('<title>', TEA, ' x</title>'))).toContain('x')
})

const half = 512 * 1024
const hostile: Record<string, string> = {
  open: '<'.repeat(half),
  tags: '<a '.repeat(half / 3),
  quotes: '<a b="'.repeat(half / 6),
  single: "<a b='".repeat(half / 6),
  comments: '<!--'.repeat(half / 4),
  bangs: '<!'.repeat(half / 2),
  closing: '</'.repeat(half / 2),
  titles: '<title>'.repeat(half / 7),
  scripts: '<script></script'.repeat(half / 16),
  attributes: `<meta ${'a=b '.repeat(half / 4)}`,
  names: `<meta ${'a'.repeat(half)}`,
  spaces: `<meta ${' '.repeat(half)}`,
  slashes: `<meta ${'/ '.repeat(half / 2)}`,
  equals: `<meta ${'='.repeat(half)}`,
  value: `<meta name=description content="${'x'.repeat(half)}`,
  entities: `<title>${'&'.repeat(half)}`,
  marks: `<title>${'\u202e'.repeat(half)}`,
}

test('[T-62] [HOUSE-13] no page of half a megabyte takes longer than its length', () => {
  for (const [name, html] of Object.entries(hostile)) {
    const cost = costMs(() => void readPage(html), 50)
    expect([name, cost < 50]).toEqual([name, true])
  }
})

test('[T-62] whatever a page is, it is read', () => {
  const parts = [
    '<',
    '>',
    '"',
    "'",
    '=',
    '/',
    '!--',
    '-->',
    'title',
    'meta',
    'script',
    'body',
    ' ',
    'x',
    '茶',
    '\u0000',
    '&#',
    ';',
  ]
  let seed = 20_261_126
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  for (let round = 0; round < 3_000; round++) {
    const html = Array.from({ length: random(60) }, () => parts[random(parts.length)]).join('')
    const found = readPage(`${html}<title>${html}`)
    if (found) expect([...found.title].length).toBeLessThanOrEqual(limits.cardTitleChars)
  }
})
