import { linksOf } from '#protocol/card-links.ts'
import { emoticonRuns, namesIn, wordsOf } from '#protocol/emoticons.ts'
import { limits } from '#protocol/limits.ts'
import { reallyHost } from '#protocol/links.ts'
import { type Block, type Inline, parseMarkup } from '#protocol/markup.ts'
import { callsAll } from '#protocol/mention-all.ts'
import { mentionsIn } from '#protocol/mentions.ts'
import { html } from '#server/export/html-text.ts'
import { hostileText } from '../hostile-text.ts'
import { type AnyCheck, check, must, mustEqual } from './check.ts'

const people = [
  { id: '1', name: '小满' },
  { id: '2', name: 'Al' },
  { id: '3', name: 'Alex' },
  { id: '', name: 'all' },
]
const DEEPEST_BLOCK = 8
const DEEPEST_INLINE = 5

/** Everything that a reader can see, and the words of marks that stand elsewhere in the tree. */
function wordsInBlocks(blocks: readonly Block[], depth = 0): string {
  must(depth <= DEEPEST_BLOCK, `${depth} blocks deep`)
  return blocks.map((block) => wordsInBlock(block, depth)).join('\n')
}

function wordsInBlock(block: Block, depth: number): string {
  switch (block.kind) {
    case 'lines':
      return wordsInLine(block.inside)
    case 'code':
      return `${block.language}\n${block.text}`
    case 'quote':
      return wordsInBlocks(block.blocks, depth + 1)
    case 'list':
      return block.items.map((item) => `${item.marker} ${wordsInBlocks(item.blocks, depth + 1)}`).join('\n')
  }
}

function wordsInLine(parts: readonly Inline[], depth = 0): string {
  must(depth <= DEEPEST_INLINE, `${depth} marks deep`)
  return parts
    .map((part) => {
      if (part.kind === 'link') must(/^(?:https?:\/\/|mailto:)/.test(part.href), `leads to ${part.href}`)
      if (part.kind === 'mention') return `@${part.name}`
      return 'inside' in part ? wordsInLine(part.inside, depth + 1) : part.text
    })
    .join('')
}

/** Without marks, spaces and case: what nobody may lose. The name of a language is in lower case, a word by word affair. */
const letters = (text: string): string =>
  [...text.replace(/[*~|`[\]()>\s\p{M}]+/gu, '')].map((sign) => sign.toLowerCase().replace(/\p{M}|ς/gu, 'σ')).join('')

const hasAddress = /https?:\/\/|mailto:/i

export const markupChecks: readonly AnyCheck[] = [
  check({
    name: 'markup: any text is a tree, and no letter of it is lost',
    make: (dice) => hostileText(dice),
    run: (body) => parseMarkup(body, people),
    holds(body, { action, blocks }) {
      const words = wordsInBlocks(blocks)
      // An address is written anew; what it is made of is looked at by links.test.ts.
      if (!hasAddress.test(body)) mustEqual(letters(`${action ? '/me' : ''}${words}`), letters(body), 'letters')
    },
    // Of a message, which has 4,000 characters, a sixteenth of it: 30,000 brackets took 9 ms.
    mostMs: 30,
  }),
  check({
    name: 'markup: links, names and calls in it',
    make: (dice) => hostileText(dice, { most: 30 }),
    run: (body) => {
      const tree = parseMarkup(body, people)
      return { links: linksOf(body), words: [...wordsOf(tree)], calls: callsAll(tree), named: mentionsIn(body, people) }
    },
    holds(body, { links, named }) {
      must(links.length <= limits.cards, `${links.length} cards`)
      for (const { href, link } of links) {
        must(/^https?:\/\/[^@/]*(?:\/|$)/.test(href), `a card of ${href}`)
        must(body.includes(link), `${link} does not stand there`)
      }
      for (const { name } of named) must(body.includes(`@${name}`), `${name} is not named`)
    },
    // Three readers, one of them with the tree of another one, and addresses are dear to read.
    mostMs: 90,
  }),
  check({
    name: 'emoticons: a text is its runs',
    make: (dice) => hostileText(dice),
    run: (text) => ({ runs: emoticonRuns(text, ({ length }) => length % 2 === 1), names: namesIn(text) }),
    holds(text, { runs, names }) {
      mustEqual(runs.map((run) => run.text).join(''), text, 'runs')
      for (const name of names) must(text.includes(`:${name}:`), `${name} does not stand there`)
    },
  }),
  check({
    name: 'links: words that look like a host',
    make: (dice) => hostileText(dice, { most: 20 }),
    run: (words) => reallyHost(words, 'https://a.example/'),
    holds: (_, host) => must(host === null || host === 'a.example', `leads to ${host}`),
    // Words of a link are a message at the most.
    mostMs: 60,
  }),
  check({
    name: 'export: words are words in HTML, whatever they say (T-34)',
    make: (dice) => hostileText(dice),
    run: (words) => html`<p title="${words}">${words}</p>`.markup,
    holds(words, markup) {
      const inner = markup.slice('<p title="'.length, -'</p>'.length)
      mustEqual(inner.match(/[<>"']/g)?.join(''), '">', 'signs of HTML')
      must(words === '' || markup.length > '<p title=""></p>'.length, 'the words are gone')
    },
  }),
]
