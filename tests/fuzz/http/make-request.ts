import { uploadWish } from '#protocol/files.ts'
import { originals } from '#tests/kit/originals.ts'
import type { Dice } from '../dice.ts'
import { fromSchema } from '../from-schema.ts'
import { mutatedBytes } from '../hostile-bytes.ts'
import { hostileText, mutatedText } from '../hostile-text.ts'
import { mutatedJson } from '../mutated-json.ts'
import type { Addresses } from './addresses.ts'

/** A request as bytes. `isWhole`: by all rules of HTTP it has an end, so it must be answered. */
export type Asked = { method: string; bytes: Buffer; isWhole: boolean }
type Field = readonly [name: string, value: string]

const methods = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT', 'get', 'X']
const tails = [
  ...[
    '?token=x',
    '?lang=zh-CN&tz=Asia/Shanghai',
    '?tz=../../x',
    '?',
    '#x',
    '/',
    '//',
    '/..',
    '/../..',
    '/%2e%2e/%2e%2e/etc/passwd',
    '%00',
    '%',
  ],
  ...[
    '%ff',
    '%c0%ae%c0%ae',
    '..%5c..%5c',
    ';a=b',
    '\\',
    '/.',
    '.br',
    '.gz',
    '.map',
    '%2f',
    '?a=%00',
    `/${'x'.repeat(3_000)}`,
    '?'.repeat(2_000),
  ],
]
const heads = [
  '/../../',
  '//',
  '/./',
  '/%2e%2e/',
  'http://evil.example',
  'http://127.0.0.1:1',
  '/\\evil.example',
  '/api',
  '/api/',
  '/%61pi',
  '/API',
]

const strange: readonly Field[] = [
  ...(
    [
      'bytes=0-9',
      'bytes=-1',
      'bytes=5-2',
      'bytes=0-',
      'bytes=0-1,3-4',
      'bytes=99999999999999999999-',
      'x=1',
      '',
    ] as const
  ).map((value): Field => ['Range', value]),
  ...(['*', '"x"', 'W/"x"', '""', ','] as const).flatMap((value): Field[] => [
    ['If-None-Match', value],
    ['If-Match', value],
    ['If-Range', value],
  ]),
  ['If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['If-Modified-Since', 'yesterday'],
  ...(
    [
      'evil.example',
      '',
      '[::1]',
      'localhost',
      '127.0.0.1:99999',
      'a b',
      '127.0.0.1,evil.example',
      'x'.repeat(500),
    ] as const
  ).map((value): Field => ['Host', value]),
  ...(['http://evil.example', 'null', '', 'file://'] as const).map((value): Field => ['Origin', value]),
  ...(['cross-site', 'same-origin', 'none', 'x'] as const).map((value): Field => ['Sec-Fetch-Site', value]),
  ...(
    [
      'teahouse=x',
      'teahouse=',
      'a=b; teahouse=x.y; teahouse=z',
      ';;;=;',
      'teahouse_lang=zh-CN',
      `a=${'b'.repeat(4_000)}`,
    ] as const
  ).map((value): Field => ['Cookie', value]),
  ...(['Bearer x', 'Bearer ', 'Basic YTpi', 'bearer ../../x', 'Bearer'] as const).map(
    (value): Field => ['Authorization', value],
  ),
  ...(['gzip', 'br', 'identity', 'x'] as const).flatMap((value): Field[] => [
    ['Content-Encoding', value],
    ['Accept-Encoding', value],
  ]),
  ...(
    [
      'text/plain',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'application/json; charset=gbk',
      'application/x-www-form-urlencoded',
      '',
    ] as const
  ).map((value): Field => ['Content-Type', value]),
  ...(['0', '-1', '1e3', '1048576', '99999999999999999999', 'x', '0x10', ' 5'] as const).map(
    (value): Field => ['Upload-Offset', value],
  ),
  ...(['1.2.3.4', '127.0.0.1, x', '::1', 'unknown'] as const).flatMap((value): Field[] => [
    ['X-Forwarded-For', value],
    ['Forwarded', `for=${value}`],
  ]),
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', 'https'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Expect', '100-continue'],
  ['Expect', 'x'],
  ['TE', 'trailers'],
  ['Upgrade', 'h2c'],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade, Keep-Alive'],
  ['X', 'y'.repeat(20_000)],
  ['Accept-Language', 'zh;q=x,*'],
]
/** They say where a body ends, and lie: who reads it by another rule than a proxy in front is asked for what nobody sent. */
const lies: readonly Field[] = [
  ...(
    ['0', '1', '5', '-1', '+5', '5, 5', '5, 6', '1e1', '0x5', '99999999999999999999', '2000000', 'x', ''] as const
  ).map((value): Field => ['Content-Length', value]),
  ...(
    [
      'chunked',
      'Chunked',
      'chunked, identity',
      'identity',
      'gzip, chunked',
      'xchunked',
      ' chunked',
      'chunked\t',
      '',
    ] as const
  ).map((value): Field => ['Transfer-Encoding', value]),
]

/** A request to an address of the gateway, right or with anything wrong in it. */
export function makeRequest(addresses: Addresses, token: string, dice: Dice): Asked {
  const { method, path } = addresses.right(dice)
  const body = method === 'GET' || method === 'HEAD' ? Buffer.alloc(0) : bodyFor(path, dice)
  const fields: Field[] = [
    ['Host', '127.0.0.1'],
    ...(dice.oneIn(5) ? [] : [['Authorization', `Bearer ${token}`] as const]),
    ...(body.length === 0
      ? []
      : [['Content-Type', 'application/json'] as const, ['Content-Length', String(body.length)] as const]),
    ...(method === 'PATCH' ? [['Upload-Offset', String(dice.one([0, 0, 5]))] as const] : []),
  ]
  if (/files|packs/.test(path) && dice.oneIn(2))
    fields.push(dice.one(strange.filter(([name]) => /Range|Match/.test(name))))
  for (let left = dice.oneIn(2) ? 0 : dice.size(6); left > 0; left--) put(fields, dice.one(strange), dice)
  const isLie = dice.oneIn(6)
  if (isLie) put(fields, dice.one(lies), dice)
  const said = dice.oneIn(6) ? dice.one(methods) : method
  const head = `${said} ${pathOf(path, dice)} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  const bytes = Buffer.concat([Buffer.from(head), isLie && dice.oneIn(2) ? chunked(body) : body])
  if (!dice.oneIn(12)) return { method: said, bytes, isWhole: !isLie && said !== 'CONNECT' }
  return {
    method: said,
    bytes: Buffer.from(dice.oneIn(2) ? mutatedBytes(bytes, dice) : bytes.subarray(0, dice.below(bytes.length))),
    isWhole: false,
  }
}

/** Beside one of the same name, or in its place. */
function put(fields: Field[], [name, value]: Field, dice: Dice): void {
  const at = fields.findIndex(([other]) => other === name)
  if (at >= 0 && !dice.oneIn(3)) fields[at] = [name, value]
  else fields.splice(dice.below(fields.length + 1), 0, [dice.oneIn(4) ? name.toLowerCase() : name, value])
}

function pathOf(path: string, dice: Dice): string {
  if (!dice.oneIn(3)) return path
  const changed = dice.below(4)
  if (changed === 0) return dice.one(heads) + path
  if (changed === 1) return path + dice.one(tails)
  // A space or a line break would end the path, and say no more about paths.
  const text = changed === 2 ? mutatedText(path, dice) : `/${hostileText(dice, { most: 10, longOneIn: 30 })}`
  return (
    text
      .toWellFormed()
      .replace(/[\s\0]+/g, '')
      .slice(0, 20_000) || '/'
  )
}

function bodyFor(path: string, dice: Dice): Buffer {
  const wish = path.endsWith('/uploads') ? fromSchema(uploadWish, dice) : { locale: 'en', as: 'token' }
  if (dice.oneIn(2)) return Buffer.from(JSON.stringify(wish))
  switch (dice.below(5)) {
    case 0:
      return Buffer.from(mutatedBytes(dice.one(originals.pictures), dice))
    case 1:
      return Buffer.from(mutatedText(JSON.stringify(wish), dice))
    case 2:
      return Buffer.from(
        `--x\r\nContent-Disposition: form-data; name="a"; filename="../../x"\r\n\r\n${JSON.stringify(wish)}\r\n--x--`,
      )
    case 3:
      return Buffer.from(JSON.stringify(mutatedJson(wish, dice)))
    default:
      return Buffer.alloc(dice.oneIn(20) ? 70_000 : dice.below(300), '[')
  }
}

const chunked = (body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
