import { subprotocol } from '#protocol/version.ts'
import type { HeadCase } from './case.ts'

type Line = readonly [name: string, value: string]
const key = 'dGhlIHNhbXBsZSBub25jZQ=='
const usual = (port: number): readonly Line[] => [
  ['Host', `127.0.0.1:${port}`],
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade'],
  ['Sec-WebSocket-Key', key],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Protocol', subprotocol],
]

type Change = { start?: string; change?: (lines: readonly Line[]) => readonly Line[]; glue?: string }
/** The head of an upgrade of `/ws`, changed. */
export const headOf =
  ({ start = 'GET /ws HTTP/1.1', change = (lines) => lines, glue = ': ' }: Change) =>
  (port: number) => [
    `${start}\r\n${change(usual(port))
      .map(([name, value]) => `${name}${glue}${value}`)
      .join('\r\n')}\r\n\r\n`,
  ]
const without = (gone: string) => (lines: readonly Line[]) => lines.filter(([name]) => name !== gone)
const withValue = (set: string, value: string) => (lines: readonly Line[]) =>
  lines.map((line): Line => (line[0] === set ? [set, value] : line))
const withMore =
  (...more: Line[]) =>
  (lines: readonly Line[]) => [...lines, ...more]
const row = (id: string, what: string, status: number, change: Change): HeadCase => ({
  id,
  what,
  status,
  head: headOf(change),
})

const methods = ['POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'TRACE', 'CONNECT', 'BREW', 'get']
const versions = ['0', '7', '8', '12', '14', '130', '13.0', '-13', 'x', '', '13, 8']
const keys = ['', 'x', 'dGhl', `${key}${key}`, 'dGhlIHNhbXBsZSBub25jZQ!!', 'AAAAAAAAAAAAAAAAAAAAAAA=']

/** 0: the handshake. What is 101 here is a socket, and is answered as RFC 6455 says. */
export const handshakeCases: readonly HeadCase[] = [
  row('0.1.1', 'as it should be', 101, {}),
  row('0.1.2', 'names of fields in any case', 101, {
    change: (lines) => lines.map(([name, value]): Line => [name.toUpperCase(), value]),
  }),
  row('0.1.3', 'Upgrade in capitals', 101, { change: withValue('Upgrade', 'WebSocket') }),
  row('0.1.4', 'Connection as a list', 101, { change: withValue('Connection', 'keep-alive, Upgrade') }),
  row('0.1.5', 'white space around the values', 101, {
    change: (lines) => lines.map(([name, value]): Line => [name, ` ${value} \t`]),
  }),
  row('0.1.6', 'no space after the colons', 101, { glue: ':' }),
  row('0.1.7', 'fields that nobody knows', 101, { change: withMore(['X-Tea', 'pu-erh'], ['X-Tea', 'oolong']) }),
  row('0.1.8', 'subprotocols as a list, ours among them', 101, {
    change: withValue('Sec-WebSocket-Protocol', `chat, ${subprotocol}`),
  }),
  row('0.1.9', 'a query', 101, { start: 'GET /ws?x=1 HTTP/1.1' }),
  row('0.1.10', 'Upgrade as a list, ours among them', 101, { change: withValue('Upgrade', 'h2c, websocket') }),
  ...methods.map((method, at) =>
    row(`0.2.${at + 1}`, `method ${method}`, 400, {
      start: `${method} /ws HTTP/1.1`,
    }),
  ),
  row('0.3.1', 'HTTP/1.0', 400, { start: 'GET /ws HTTP/1.0' }),
  row('0.3.2', 'HTTP/0.9', 505, { start: 'GET /ws HTTP/0.9' }),
  row('0.3.3', 'HTTP/2.0', 505, { start: 'GET /ws HTTP/2.0' }),
  row('0.3.4', 'no version', 505, { start: 'GET /ws' }),
  row('0.4.1', 'no Upgrade', 426, { change: without('Upgrade') }),
  row('0.4.2', 'Upgrade to something else', 426, { change: withValue('Upgrade', 'h2c') }),
  row('0.4.3', 'no Connection', 400, { change: without('Connection') }),
  row('0.4.4', 'Connection without upgrade', 400, { change: withValue('Connection', 'keep-alive') }),
  row('0.5.1', 'no key', 400, { change: without('Sec-WebSocket-Key') }),
  row('0.5.2', 'two keys', 400, { change: withMore(['Sec-WebSocket-Key', key]) }),
  ...keys.map((bad, at) =>
    row(`0.5.${at + 3}`, `the key ${bad || '""'}`, 400, { change: withValue('Sec-WebSocket-Key', bad) }),
  ),
  row('0.6.1', 'no version of the protocol', 426, { change: without('Sec-WebSocket-Version') }),
  row('0.6.2', 'two versions', 426, { change: withMore(['Sec-WebSocket-Version', '8']) }),
  ...versions.map((version, at) =>
    row(`0.6.${at + 3}`, `version ${version || '""'}`, 426, { change: withValue('Sec-WebSocket-Version', version) }),
  ),
  row('0.7.1', 'no Host', 400, { change: without('Host') }),
  row('0.7.2', 'two Hosts', 400, { change: (lines) => [...lines, lines[0] ?? ['Host', '']] }),
  row('0.7.3', 'two Hosts, the second of somebody else', 400, { change: withMore(['Host', 'evil.example']) }),
  row('0.7.4', 'an empty Host', 400, { change: withValue('Host', '') }),
  row('0.7.5', 'a Host with a path', 400, { change: withValue('Host', '127.0.0.1/evil') }),
  row('0.7.6', 'a whole address as target', 101, { start: 'GET http://127.0.0.1/ws HTTP/1.1' }),
  row('0.8.1', 'the subprotocol in capitals', 400, {
    change: withValue('Sec-WebSocket-Protocol', subprotocol.toUpperCase()),
  }),
  row('0.8.2', 'no subprotocol', 400, { change: without('Sec-WebSocket-Protocol') }),
  row('0.8.3', 'another path', 404, { start: 'GET /wss HTTP/1.1' }),
  row('0.9.1', 'a body is announced', 400, { change: withMore(['Content-Length', '5']) }),
  row('0.9.2', 'a body in chunks is announced', 400, { change: withMore(['Transfer-Encoding', 'chunked']) }),
  row('0.9.3', 'a body of no bytes is announced', 101, { change: withMore(['Content-Length', '0']) }),
]
