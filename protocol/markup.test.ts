import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { costMs } from '#tests/kit/cost.ts'
import { type Block, type Inline, parseMarkup, plainText } from './markup.ts'
import { mentionsName } from './mentions.ts'

const signs = { strong: 'b', emphasis: 'i', strike: 's', spoiler: 'spoiler' }

/** The tree in one line, as a reader of HTML would write it. */
const inline = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if (part.kind === 'text') return part.text
      if (part.kind === 'code') return `<code>${part.text}</code>`
      if (part.kind === 'mention') return `<@${part.id}>`
      if (part.kind === 'link') return `<a ${part.href}>${inline(part.inside)}</a>`
      return `<${signs[part.kind]}>${inline(part.inside)}</${signs[part.kind]}>`
    })
    .join('')
const block = (one: Block): string => {
  if (one.kind === 'lines') return inline(one.inside)
  if (one.kind === 'code') return `<pre ${one.language}>${one.text}</pre>`
  if (one.kind === 'quote') return `<quote>${blocks(one.blocks)}</quote>`
  return `<${one.ordered ? 'ol' : 'ul'}>${one.items.map((item) => `<${item.marker}>${blocks(item.blocks)}`).join('')}</>`
}
const blocks = (all: readonly Block[]): string => all.map(block).join('¶')
const read = (body: string, names: readonly string[] = []): string =>
  blocks(
    parseMarkup(
      body,
      names.map((name, at) => ({ id: `${at}`, name })),
    ).blocks,
  )

describe('marks in a line', () => {
  const rows: [string, string][] = [
    [
      '**bold** *slanted* ~~struck~~ `code` ||hidden||',
      '<b>bold</b> <i>slanted</i> <s>struck</s> <code>code</code> <spoiler>hidden</spoiler>',
    ],
    // Chinese has no space around its words, and its punctuation may stand inside of the marks.
    ['**中文**加粗', '<b>中文</b>加粗'],
    ['这是**“引号”**，这是**重点。**后面', '这是<b>“引号”</b>，这是<b>重点。</b>后面'],
    ['用*着重*的字，~~旧的~~新的', '用<i>着重</i>的字，<s>旧的</s>新的'],
    ['用Bun**很快**，价格100**含税**', '用Bun<b>很快</b>，价格100<b>含税</b>'],
    ['***both*** and ***a** b* and ***a* b**', '<b><i>both</i></b> and <i><b>a</b> b</i> and <b><i>a</i> b</b>'],
    ['**a *b* ~~c~~**', '<b>a <i>b</i> <s>c</s></b>'],
    ['*a **b** c*', '<i>a <b>b</b> c</i>'],
    ['`**not**` and `` a ` b ``', '<code>**not**</code> and <code>a ` b</code>'],
    ['**[tea](https://a.example/b)**', '<b><a https://a.example/b>tea</a></b>'],
    ['[a **b**](https://a.example)', '<a https://a.example/>a <b>b</b></a>'],
    ['**https://a.example/x**后面', '<b><a https://a.example/x>https://a.example/x</a></b>后面'],
    ['||line\nline||', '<spoiler>line\nline</spoiler>'],
    ['**a ~~b** c~~', '<b>a ~~b</b> c~~'],
    [
      '[a [b](https://a.example) c](https://b.example)',
      '[a <a https://a.example/>b</a> c](<a https://b.example/>https://b.example</a>)',
    ],
  ]
  for (const [body, tree] of rows) test(JSON.stringify(body), () => expect(read(body)).toBe(tree))
})

describe('what is no mark is text, letter for letter', () => {
  const texts = [
    '1 < 2 && "a" > b',
    '2*3*4, 2**3**4, a||b||c, f**k s**t',
    '2*宽+3*高',
    'a * b * c, ** x **',
    'snake_case_name, __init__, ¯\\_(ツ)_/¯',
    '** ~~ || ` ``` *** **** ~~~~ ||||',
    '(*^▽^*) (*´∀｀*) >_< >.<',
    '[x](javascript:alert(1)) [](https://) [x] (y) [x]( y)',
    '~/file and ~ and ~~',
    '``` open',
    '```\n```',
    '**a\nb**',
    '<b>HTML</b> &amp; <script>',
    '#hash and # no heading',
    '-no item\n1.no item\n01. no item\n---',
    '>no quote\n>',
    '@nobody and me@here.example',
    '\n\n  two empty lines before, spaces kept  \n\n\nand between  ',
  ]
  for (const text of texts) test(JSON.stringify(text), () => expect(read(text)).toBe(text))
})

describe('blocks', () => {
  const rows: [string, string][] = [
    ['> quoted\n> more\nanswer', '<quote>quoted\nmore</quote>¶answer'],
    ['> a\n>> b\n> c', '<quote>a¶<quote>b</quote>¶c</quote>'],
    ['look:\n\n```ts\nconst a = 1\n\n**b**\n```\n\nthen', 'look:¶<pre ts>const a = 1\n\n**b**</pre>¶then'],
    ['```\nfoo()```', '<pre >foo()</pre>'],
    ['````md\n```\nx\n```\n````', '<pre md>```\nx\n```</pre>'],
    ['```two words\nx\n```', '<pre >two words\nx</pre>'],
    ['- a\n- **b**\n  - c\n  more\n- d', '<ul><->a<-><b>b</b>¶<ul><->c</>¶more<->d</>'],
    ['1. 出口\n2. 右转\n7) 到了', '<ol><1.>出口<2.>右转<7)>到了</>'],
    ['* a\n1. b', '<ul><*>a</>¶<ol><1.>b</>'],
    ['> - a\n> - b', '<quote><ul><->a<->b</></quote>'],
    ['- a\n\n- b', '<ul><->a</>¶<ul><->b</>'],
  ]
  for (const [body, tree] of rows) test(JSON.stringify(body), () => expect(read(body)).toBe(tree))

  test('[T-62] no deeper than eight', () => {
    const deep = `${'>'.repeat(50)} x`
    expect(read(deep)).toBe(`${'<quote>'.repeat(8)}${'>'.repeat(42)} x${'</quote>'.repeat(8)}`)
    const list = Array.from({ length: 20 }, (_, at) => `${'  '.repeat(at)}- ${at}`).join('\n')
    expect(read(list).split('<ul>').length - 1).toBe(8)
  })

  test('/me tells what its author does', () => {
    expect(parseMarkup('/me 泡了**一壶**茶')).toMatchObject({ action: true })
    expect(read('/me 泡了**一壶**茶')).toBe('泡了<b>一壶</b>茶')
    for (const body of ['/me', '/me ', '/mean', ' /me x']) expect(parseMarkup(body).action).toBe(false)
  })
})

describe('mentions', () => {
  test('are names that the message says it names, and nothing else', () => {
    expect(read('@小满你好 @青柠', ['小满'])).toBe('<@0>你好 @青柠')
    expect(read('hi @Al, @Alex and @Alexa', ['Al', 'Alex'])).toBe('hi <@0>, <@1> and @Alexa')
    expect(read('@quiet heron!', ['quiet', 'quiet heron'])).toBe('<@1>!')
    expect(read('**@小满** ||@小满|| `@小满`', ['小满'])).toBe('<b><@0></b> <spoiler><@0></spoiler> <code>@小满</code>')
    expect(read('a@Al @a*b* c', ['Al', 'a*b*'])).toBe('a@Al <@1> c')
    expect(read('https://a.example/@Al', ['Al'])).toBe('<a https://a.example/@Al>https://a.example/@Al</a>')
  })
  test('one rule for page and server', () => {
    expect(mentionsName('问@小满吧', '小满')).toBe(true)
    expect(mentionsName('@Alex', 'Al')).toBe(false)
    expect(mentionsName('me@Al', 'Al')).toBe(false)
    expect(mentionsName('@Alex or @Al?', 'Al')).toBe(true)
    expect(mentionsName('@', '')).toBe(false)
  })
})

describe('plain text', () => {
  const plain = (body: string): string => plainText(parseMarkup(body))
  test('is the words without their marks', () => {
    expect(plain('> **a**\n> `b`\nc [d](https://e.example) ||f||')).toBe('a\nb\nc d f')
    expect(plain('```ts\nx\n```\ny')).toBe('x\ny')
    expect(plain('1. a\n2. b\n   - c')).toBe('1. a\n2. b\n  - c')
    expect(plainText(parseMarkup('||a **b**||'), { spoiler: () => '[…]' })).toBe('[…]')
    expect(plainText(parseMarkup('[a](https://b.example)'), { link: (words, href) => `${words} ${href}` })).toBe(
      'a https://b.example/',
    )
  })
  test('of a text without marks is the text', () => {
    const unit = fc
      .string({ unit: 'binary', maxLength: 8 })
      .filter((text) => !/[*~|`[\]>@\n]|^[ \t]*(?:[-+]|\d)|^\/me|https?:/i.test(text))
    const lines = fc.array(
      fc.array(unit, { maxLength: 4 }).map((parts) => `.${parts.join(' ')}`),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(lines, (some) => {
        const body = some.join('\n')
        fc.pre(!/https?:/i.test(body))
        expect(plain(body)).toBe(body)
      }),
      { numRuns: 500 },
    )
  })
  test('any text is read, and nothing is added to it', () => {
    const unit = fc.constantFrom(
      '*',
      '**',
      '***',
      '~~',
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
      '  ',
      '1. ',
      '\n',
      '@小满',
      ' ',
      'a',
      '中',
      '。',
      '🍵',
      '/me ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(unit, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 60 }), (parts) => {
        const body = parts.join('')
        const tree = parseMarkup(body, [{ id: '1', name: '小满' }])
        const left = [...body]
        // Letters of the words, in order, are letters of the body; addresses are written anew and left out here.
        fc.pre(!/http/i.test(body))
        let at = 0
        for (const letter of plainText(tree).replace(/\s/g, '')) {
          at = left.indexOf(letter, at) + 1
          expect(at).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('[T-62] hostile repetitions take linear time', () => {
  const units = [
    '*',
    '[',
    '>',
    '> ',
    '`',
    '```\n',
    '``` \n',
    '~~',
    '||',
    '**a ',
    '*a**',
    '***a',
    '[a](',
    '](https://',
    '[a](https://b',
    '[x](https://a.b)',
    '@小满',
    '@',
    'https://',
    'https://a.b ',
    '- ',
    '- a\n',
    '  - a\n',
    '> - ',
    '1. a\n',
    '\n',
    ' ',
    '|| \n',
    '***a* b**',
    '[*',
    '*[',
    '||**~~*[',
  ]
  const cost = (body: string, enough: number): number =>
    costMs(() => void plainText(parseMarkup(body, [{ id: '1', name: '小满' }])), enough)
  for (const unit of units) {
    test(JSON.stringify(unit), () => {
      // A quadratic reader takes seconds; this leaves room for a machine that has other things to do.
      expect(cost(unit.repeat(Math.ceil(50_000 / unit.length)), 250)).toBeLessThan(250)
      expect(cost(unit.repeat(Math.ceil(4_000 / unit.length)), 25)).toBeLessThan(25)
    })
  }
  test('descending fences, staircases of quotes and lists', () => {
    const fences = Array.from({ length: 280 }, (_, at) => `${'`'.repeat(300 - at)}\n`).join('')
    const stairs = Array.from({ length: 280 }, (_, at) => `${'>'.repeat(at)} - x\n`).join('')
    const items = Array.from({ length: 280 }, (_, at) => `${' '.repeat(at)}- x\n`).join('')
    const ticks = `\`\`\`\n${'`'.repeat(50_000)}x\`\`\``
    for (const body of [fences, stairs, items, ticks]) expect(cost(body, 250)).toBeLessThan(250)
  })
})
