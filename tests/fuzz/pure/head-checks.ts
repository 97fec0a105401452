import { isIP } from 'node:net'
import { findTyped, readFrame } from '#server/classic/read-frame.ts'
import { ConfigError, declaredLimits, declaredSettings, readConfig } from '#server/config.ts'
import { createClientAddress } from '#server/gateway/client-address.ts'
import { readCookie } from '#server/gateway/cookies.ts'
import { decode, refOf } from '#server/gateway/decode.ts'
import { createOriginRules } from '#server/gateway/origin.ts'
import { languageOf } from '#server/gateway/page.ts'
import { serveFile } from '#server/gateway/serve-file.ts'
import { netOf, originOf } from '#server/kit/address-prefix.ts'
import type { Dice } from '../dice.ts'
import { hostileText, mutatedText } from '../hostile-text.ts'
import { type AnyCheck, check, isRefusal, must, mustEqual } from './check.ts'

const names: readonly string[] = [...declaredSettings, ...declaredLimits].map(({ name }) => name)
const values = [
  ...[
    '',
    '0',
    '1',
    '-1',
    '1e3',
    '0x10',
    '99999999999999999999',
    'on',
    'off',
    'ON ',
    'null',
    'info',
    'debug',
    'loopback',
    '~/x',
    './data',
  ],
  ...[
    'sqlite://a/b.sqlite',
    'sqlite://:memory:',
    'postgres://a',
    'sqlite:///a?b',
    'https://a.example',
    'https://u:p@a.example/',
    '/chat',
  ],
  ...[
    '/../x',
    '10.0.0.0/8, ::1',
    '10.0.0.0/0',
    'fd00::/129',
    's3://bucket/a',
    's3://',
    'mailto:a@b.example',
    'https://a.example, null',
  ],
]
const frames = [
  '[1,"message.post",{"room":"r000000000000","cid":"x","body":"y"}]',
  '{"type":"login","msg":"x","headerimg":"1.jpg"}',
  '{"type":"user","msg":"x"}',
  `[1,"hello",${'['.repeat(40)}${']'.repeat(40)}]`,
  '[1,"hello",{"v":9007199254740993}]',
]
const BYTES = 1_000
const ETAG = '"f1"'

const value = (dice: Dice): string => (dice.oneIn(3) ? hostileText(dice, { most: 6 }) : dice.one(values))
/** A text that can be in a head: the runtime lets no other in. */
const inHead = (text: string): string => text.replace(/[^\t\x20-\x7e]/g, '').trim()
const head = (dice: Dice, seeds: readonly string[]): string =>
  inHead(dice.oneIn(3) ? hostileText(dice, { most: 12 }) : mutatedText(dice.one(seeds), dice))

const rules = createOriginRules({
  publicUrl: new URL('https://chat.example'),
  allowedOrigins: ['https://a.example'],
  host: '0.0.0.0',
})
const whose = createClientAddress(['127.0.0.0/8', '::1', '10.0.0.0/8'])
const ranges = [
  'bytes=0-9',
  'bytes=-5',
  'bytes=990-',
  'bytes=1000-',
  'bytes=5-4',
  'bytes=0-0,2-3',
  'bytes=999999999999999-',
  'bytes=-0',
  'items=0-1',
]

export const headChecks: readonly AnyCheck[] = [
  check({
    name: 'configuration: any environment is read, or refused in one sentence',
    make: (dice) => Object.fromEntries(dice.some(1 + dice.below(5), () => [nameOf(dice), value(dice)])),
    run: (env) => readConfig(env, '/somewhere'),
    refuses: (error) =>
      error instanceof ConfigError && !/[\p{Cc}\u202e]/u.test(error.message) && error.message.length < 500,
    holds(_, { port, limits, trustedProxies }) {
      must(Number.isInteger(port) && port >= 0 && port <= 65_535, `port ${port}`)
      for (const [name, limit] of Object.entries(limits)) must(Number.isFinite(limit) && limit >= 0, `${name} ${limit}`)
      createClientAddress(trustedProxies)
    },
  }),
  check({
    name: 'frames: any text is a command, or refused (T-58)',
    make: (dice) => (dice.oneIn(2) ? hostileText(dice) : mutatedText(dice.one(frames), dice)),
    run: (text) => ({ ref: refOf(text), typed: findTyped(text), decoded: decode(text) }),
    refuses: isRefusal,
    holds: (_, { ref, decoded }) => mustEqual(ref, decoded.ref, 'the ref of an answer'),
    // Two readers of 50,000 brackets: 3 ms alone, and their depth is dear to a busy machine.
    mostMs: 40,
  }),
  check({
    name: 'frames: any text on the classic socket',
    make: (dice) => mutatedText(dice.one(frames), dice),
    run: readFrame,
    refuses: isRefusal,
    holds: (_, { type, msg }) => must(msg === null || (msg.isWellFormed() && !msg.includes('\0')), type),
  }),
  check({
    name: 'heads: cookies and languages',
    make: (dice) =>
      head(dice, ['a=b; teahouse=x.y; c', 'teahouse=; teahouse=2', 'zh-CN,en;q=0.8', '__Host-teahouse="x"']),
    run: (text) => ({ cookie: readCookie(text, 'teahouse'), language: languageOf(null, text) }),
    holds(text, { cookie }) {
      must(cookie === null || (!cookie.includes(';') && text.includes(`=`)), `cookie ${cookie}`)
    },
  }),
  check({
    name: 'heads: whose request it is (T-29)',
    make: (dice) => ({
      socket: dice.one(['127.0.0.1', '::1', '::ffff:127.0.0.1', '8.8.8.8', '2001:db8::1']),
      said: head(dice, ['1.2.3.4, 10.0.0.1', '::ffff:9.9.9.9', '2606::1, unknown', '10.0.0.1,,10.0.0.2']),
    }),
    run: ({ socket, said }) => whose(socket, said),
    holds({ socket }, { address, proxied }) {
      must(isIP(address) > 0, `address ${address}`)
      const from = originOf(address)
      const [{ prefix }, net] = [from, netOf(from)]
      must(prefix.length <= 40 && net.length <= prefix.length, `prefix ${prefix} in ${net}`)
      if (socket === '8.8.8.8') mustEqual({ address, proxied }, { address: socket, proxied: false }, 'a stranger')
    },
  }),
  check({
    name: 'heads: which host and origin are ours (T-18, T-73)',
    make: (dice) => ({
      host: head(dice, [
        'chat.example',
        'localhost:3000',
        '[::1]:3000',
        '127.0.0.1',
        'evil.example',
        'chat.example.evil.example',
      ]),
      origin: head(dice, [
        'https://a.example',
        'https://chat.example',
        'null',
        'https://a.example.evil.example',
        'http://a.example',
      ]),
    }),
    run({ host, origin }) {
      const target = rules.targetOf(new Headers({ host }), false)
      return { target, ours: rules.isOurHost(target), may: rules.mayCome(origin, target) }
    },
    holds({ host, origin }, { target, ours, may }) {
      must(!ours || !/evil/.test(host) || /\.localhost(?::\d+)?$/i.test(host), `host ${host}`)
      const own = [`${target.scheme}://${target.host}`, 'https://a.example', 'https://chat.example']
      must(!may || own.includes(origin), `origin ${origin}`)
    },
  }),
  check({
    name: 'heads: ranges of a file',
    make: (dice) => ({
      range: head(dice, ranges),
      'if-range': dice.oneIn(4) ? head(dice, [ETAG]) : '',
      'if-none-match': dice.oneIn(4) ? head(dice, [`W/${ETAG}`, '*', '"a", "b"']) : '',
    }),
    run: (asked) => served(Object.fromEntries(Object.entries(asked).filter(([, said]) => said !== ''))),
    holds(_, { status, range, length }) {
      must([200, 206, 304, 416].includes(status), `status ${status}`)
      if (status !== 206) return
      const [, from, to] = /^bytes (\d+)-(\d+)\/1000$/.exec(range) ?? []
      must(Number(from) <= Number(to) && Number(to) < BYTES, `range ${range}`)
      mustEqual(length, Number(to) - Number(from) + 1, 'length')
    },
  }),
]

function nameOf(dice: Dice): string {
  const name = dice.one(names)
  return dice.oneIn(4) ? mutatedText(name, dice) : name
}

async function served(headers: Record<string, string>) {
  const file = { etag: ETAG, name: 'a.txt', type: 'text/plain', inline: false, bytes: BYTES }
  const read = async () => ({ bytes: BYTES, body: new Blob() })
  const answer = await serveFile(new Request('http://a.example/', { headers }), { ...file, read })
  return {
    status: answer.status,
    range: answer.headers.get('content-range') ?? '',
    length: Number(answer.headers.get('content-length')),
  }
}
