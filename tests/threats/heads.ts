/** A request as bytes, and the status that answers it; 0: the line ends without a word. `Host` stands for the server's own. */
export type Head = { what: string; lines: readonly string[]; body?: string; status: number }

const host = 'Host: {host}'
const post = ['POST /api/session HTTP/1.1', host, 'Content-Type: application/json']
const many = (count: number) => Array.from({ length: count }, (_, at) => `X-${at}: 1`)

/** T-61: what is wrong with the head of a request. A proxy in front decides the same, or the two of them differ on where it ends. */
export const heads: readonly Head[] = [
  { what: 'a field of 20 kB', lines: ['GET / HTTP/1.1', host, `X: ${'a'.repeat(20_000)}`], status: 431 },
  { what: 'a target of 20 kB', lines: [`GET /${'a'.repeat(20_000)} HTTP/1.1`, host], status: 431 },
  { what: '250 fields', lines: ['GET / HTTP/1.1', host, ...many(250)], status: 431 },
  { what: 'NUL in a field', lines: ['GET / HTTP/1.1', host, 'X: a\0b'], status: 400 },
  { what: 'a carriage return inside a field', lines: ['GET / HTTP/1.1', host, 'X: a\rb'], status: 400 },
  { what: 'a folded line', lines: ['GET / HTTP/1.1', host, ' X: 1'], status: 400 },
  { what: 'a space before the colon', lines: ['GET / HTTP/1.1', 'Host : {host}'], status: 400 },
  { what: 'a field without a name', lines: ['GET / HTTP/1.1', host, ': x'], status: 400 },
  { what: 'a field without a colon', lines: ['GET / HTTP/1.1', host, 'nonsense'], status: 400 },
  { what: 'a space in a name', lines: ['GET / HTTP/1.1', host, 'X Y: 1'], status: 400 },
  { what: 'no Host', lines: ['GET / HTTP/1.1'], status: 400 },
  { what: 'an empty Host', lines: ['GET / HTTP/1.1', 'Host:'], status: 400 },
  { what: 'two Hosts', lines: ['GET / HTTP/1.1', host, host], status: 400 },
  { what: 'a Host with a person in it', lines: ['GET / HTTP/1.1', 'Host: a@127.0.0.1'], status: 400 },
  { what: 'a Host with a path', lines: ['GET / HTTP/1.1', 'Host: 127.0.0.1/evil'], status: 400 },
  { what: 'a Host with a backslash', lines: ['GET / HTTP/1.1', 'Host: 127.0.0.1\\evil'], status: 400 },
  { what: 'a port above all', lines: ['GET / HTTP/1.1', 'Host: 127.0.0.1:99999'], status: 400 },
  { what: 'half of an IPv6 address', lines: ['GET / HTTP/1.1', 'Host: [::1'], status: 400 },
  { what: 'a target that is a star', lines: ['GET * HTTP/1.1', host], status: 400 },
  { what: 'a target without a slash', lines: ['GET evil HTTP/1.1', host], status: 400 },
  { what: 'HTTP/2.0', lines: ['GET / HTTP/2.0', host], status: 505 },
  { what: 'a TLS hello', lines: ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'], status: 400 },
  { what: 'an empty line before', lines: ['', 'GET / HTTP/1.1', host], status: 400 },
  {
    what: 'a length and chunks',
    lines: [...post, 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    body: '0\r\n\r\n',
    status: 400,
  },
  { what: 'two lengths', lines: [...post, 'Content-Length: 2', 'Content-Length: 3'], body: '{}x', status: 400 },
  { what: 'two lengths in one field', lines: [...post, 'Content-Length: 2, 2'], body: '{}', status: 400 },
  { what: 'a length below nothing', lines: [...post, 'Content-Length: -1'], status: 400 },
  { what: 'a length with a sign', lines: [...post, 'Content-Length: +2'], body: '{}', status: 400 },
  { what: 'a length in hex', lines: [...post, 'Content-Length: 0x2'], body: '{}', status: 400 },
  { what: 'a length of 30 digits', lines: [...post, `Content-Length: ${'9'.repeat(30)}`], status: 400 },
  { what: 'a coding that nobody knows', lines: [...post, 'Transfer-Encoding: tea'], body: '{}', status: 400 },
  { what: 'chunked twice', lines: [...post, 'Transfer-Encoding: chunked, chunked'], body: '0\r\n\r\n', status: 400 },
  {
    what: 'chunked, in another dress',
    lines: [...post, 'Transfer-Encoding: \x0bchunked'],
    body: '0\r\n\r\n',
    status: 400,
  },
  {
    what: 'a chunk whose size is none',
    lines: [...post, 'Transfer-Encoding: chunked'],
    body: 'tea\r\n{}\r\n0\r\n\r\n',
    status: 400,
  },
  {
    what: 'a chunk whose size is below nothing',
    lines: [...post, 'Transfer-Encoding: chunked'],
    body: '-2\r\n{}\r\n0\r\n\r\n',
    status: 400,
  },
  {
    what: 'a chunk of 2^64',
    lines: [...post, 'Transfer-Encoding: chunked'],
    body: `${'f'.repeat(17)}\r\n{}`,
    status: 400,
  },
  {
    what: 'a length with a packed body',
    lines: [...post, 'Content-Encoding: gzip', 'Content-Length: 2'],
    body: '{}',
    status: 415,
  },
]
