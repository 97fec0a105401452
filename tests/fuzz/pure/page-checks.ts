import { type AnswerHead, HeadReader } from '#server/cards/answer-head.ts'
import { bodyReader } from '#server/cards/body-reader.ts'
import { cleanLine } from '#server/cards/clean-line.ts'
import { type Tag, tagsOf } from '#server/cards/html-tags.ts'
import { readPageAddress } from '#server/cards/page-address.ts'
import { textOfPage } from '#server/cards/page-text.ts'
import { shownHost } from '#server/cards/shown-host.ts'
import { isPublicAddress } from '#server/kit/public-address.ts'
import { readPushAddress } from '#server/push/push-address.ts'
import type { Dice } from '../dice.ts'
import { mutatedBytes, pieces } from '../hostile-bytes.ts'
import { hostileText, mutatedText } from '../hostile-text.ts'
import { type AnyCheck, check, must, mustEqual } from './check.ts'

/** These readers say what is wrong with an error of their own words; another kind of error is a bug. */
const saysWhatIsWrong = (error: unknown): boolean => error instanceof Error && error.constructor === Error
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2060-\u206f\u200e\u200f\ufeff]/u
const MOST_ATTRIBUTES = 30

const addresses = [
  ...[
    'https://a.example/b?c=d#e',
    'http://user:pw@a.example/',
    'https://127.0.0.1/',
    'http://[::1]:3000/',
    'https://例子.测试/路',
  ],
  ...[
    'http://[::ffff:7f00:1]/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://169.254.169.254/latest',
    'https://a.example.:443/',
  ],
  ...[
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://017700000001/',
    'http://127.1/',
    'http://localhost/',
    'http://①②⑦.0.0.1/',
  ],
  ...[
    'https://[2001:db8::1]/',
    'https://[2606:4700::1111]/',
    'https://1.1.1.1/',
    'https://100.64.0.1/',
    'https://255.255.255.255/',
  ],
]
const page =
  '<!doctype html><html><head><meta charset="gbk"><title>a &amp; b</title><meta property="og:title" content="x"><link rel=icon href=\'/y\'></head><body>'
const answer =
  'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n'
const chunks = '5\r\nhello\r\n1a;x=y\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n'

const inPage = (dice: Dice): string => (dice.oneIn(2) ? mutatedText(page, dice) : hostileText(dice))
const inBytes = (text: string) => (dice: Dice) => {
  const bytes = mutatedBytes(Buffer.from(text, 'latin1'), dice)
  return { bytes, cut: pieces(bytes, dice) }
}

/** Eight groups of a number of version 6, or null: ours, written by other rules than those that are tried. */
function groupsOf(host: string): number[] | null {
  const [ahead = '', behind] = host.split('::')
  const parts = (text = '') => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [first, last] = [parts(ahead), parts(behind)]
  return host.includes(':') ? [...first, ...Array(8 - first.length - last.length).fill(0), ...last] : null
}

/** Where nobody of the public net lives (T-43). `host` is as the URL parser writes it. */
function leadsInwards(host: string): boolean {
  const [a = 0, b = 0, c = 0] = host.split('.').map(Number)
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host))
    return (
      [0, 10, 127].includes(a) ||
      a >= 224 ||
      (a === 169 && b === 254) ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 100 && b >= 64 && b < 128) ||
      (a === 192 && b === 0 && c <= 2)
    )
  const groups = groupsOf(host)
  if (groups === null) return false
  const [first = 0, second = 0] = groups
  return (first & 0xe000) !== 0x2000 || first === 0x2002 || (first === 0x2001 && (second < 0x200 || second === 0xdb8))
}

function mustLeadOutwards(url: URL | null): void {
  if (url === null) return
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  must(/^https?:$/.test(url.protocol) && url.port === '' && url.username + url.password === '', `may be asked: ${url}`)
  must(host !== '' && !leadsInwards(host), `leads inwards: ${url}`)
}

export const pageChecks: readonly AnyCheck[] = [
  check({
    name: 'addresses: nothing leads inwards (T-43)',
    make: (dice) => (dice.oneIn(3) ? hostileText(dice, { most: 12 }) : mutatedText(dice.one(addresses), dice)),
    run: (text) => [
      readPageAddress(text, false),
      readPageAddress(text, false, new URL('https://a.example/b')),
      readPushAddress(text, { allowPrivate: false }),
    ],
    holds(_, urls) {
      for (const url of urls) {
        mustLeadOutwards(url)
        if (url) must(shownHost(url) !== '', `no host to show of ${url}`)
      }
    },
  }),
  check({
    name: 'addresses: numbers of the public net are what they are by another rule',
    make: (dice) =>
      dice.oneIn(2)
        ? dice.some(4, () => dice.one([0, 10, 100, 127, 169, 172, 192, 254, dice.below(256)])).join('.')
        : dice.some(8, () => dice.one([0, 0x2001, 0x2002, 0xdb8, 0xfe80, dice.below(0x1_0000)]).toString(16)).join(':'),
    run: isPublicAddress,
    holds: (address, isPublic) => must(!(isPublic && leadsInwards(address)), `${address} is taken for public`),
  }),
  check({
    name: 'pages: tags of any text',
    make: inPage,
    run: (text): Tag[] => [...tagsOf(text)],
    holds(text, tags) {
      for (const { name, attributes, text: words } of tags) {
        must(/^[a-z][a-z0-9-]*$/.test(name) && attributes.size <= MOST_ATTRIBUTES, `<${name}>`)
        must(text.includes(words), 'words from nowhere')
      }
    },
    mostMs: 25,
  }),
  check({
    name: 'pages: one clean line of any text (T-41, T-46)',
    make: (dice) => hostileText(dice),
    run: (text) => cleanLine(text, 120),
    holds: (_, line) =>
      must(
        [...line].length <= 120 && !UNSEEN.test(line) && line.isWellFormed() && line.trim() === line,
        `line: ${line}`,
      ),
  }),
  check({
    name: 'pages: the text of any bytes, whatever they say of themselves',
    make: (dice) => ({
      type: mutatedText('text/html; charset=gb2312', dice),
      body: Buffer.from(mutatedBytes(Buffer.from(page), dice)),
    }),
    run: ({ type, body }) => textOfPage(type, body),
    holds: (_, text) => must(text.isWellFormed(), 'halves of pairs'),
  }),
  check({
    name: 'pages: the head of an answer is the same however it comes',
    make: inBytes(answer),
    run: ({ bytes }) => headOf([Buffer.from(bytes)]),
    refuses: saysWhatIsWrong,
    holds: ({ cut }, whole) => mustEqual(headOf(cut.map((part) => Buffer.from(part))), whole, 'in pieces'),
  }),
  check({
    name: 'pages: a body in chunks is the same however it comes',
    make: inBytes(chunks),
    run: ({ bytes }) => bodyOf([Buffer.from(bytes)]),
    refuses: saysWhatIsWrong,
    holds: ({ cut }, whole) => mustEqual(bodyOf(cut.map((part) => Buffer.from(part))), whole, 'in pieces'),
  }),
]

function headOf(parts: readonly Buffer[]): AnswerHead | null {
  const reader = new HeadReader()
  for (const part of parts) {
    const found = reader.take(part)
    if (found) return found.head
  }
  return null
}

function bodyOf(parts: readonly Buffer[]): string {
  const reader = bodyReader(new Map([['transfer-encoding', 'chunked']]))
  return Buffer.concat(parts.flatMap((part) => reader.take(part))).toString('latin1')
}
