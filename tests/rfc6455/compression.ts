import { deflateRawSync } from 'node:zlib'
import { type Case, command, ping, text, unknown } from './case.ts'

const offers = [
  'permessage-deflate',
  'permessage-deflate; client_max_window_bits',
  'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
  'permessage-deflate; client_max_window_bits=15; server_max_window_bits=8',
  'permessage-deflate; client_max_window_bits, permessage-deflate',
  'x-webkit-deflate-frame',
  'permessage-deflate; server_max_window_bits=99',
  'permessage-deflate;;;,,=',
]
const RSV1 = 4
const packed = deflateRawSync(Buffer.from(command(9, 1_000)))
/** 200 kB of nothing but zeros is 200 bytes: many times over, it is what a bomb is made of. */
const bomb = deflateRawSync(Buffer.alloc(60_000_000))

const offered = (headers: string, at: number): Case[] => {
  const asking = { headers: { 'Sec-WebSocket-Extensions': headers } }
  return [
    {
      ...asking,
      id: `12.1.${at + 1}`,
      what: `${headers} is not taken up, and the socket works without`,
      sends: [text(command(9)), ping('p')],
      answers: [unknown(9)],
      pongs: ['p'],
      closes: null,
    },
    {
      ...asking,
      id: `12.2.${at + 1}`,
      what: `a packed message all the same, after ${headers}`,
      sends: [text(packed, { rsv: RSV1 })],
      closes: 1002,
    },
  ]
}

/** 12, 13: compression is off. */
export const compressionCases: readonly Case[] = [
  ...offers.flatMap(offered),
  { id: '13.1', what: 'a packed message that nobody agreed on', sends: [text(packed, { rsv: RSV1 })], closes: 1002 },
  { id: '13.2', what: 'packed bytes as they are: no UTF-8', sends: [text(Buffer.from('ff00fe', 'hex'))], closes: 1007 },
  {
    id: '13.3',
    what: '58 kB that would be 60 MB',
    sends: [text(bomb.subarray(0, 60_000), { rsv: RSV1 })],
    closes: 1002,
  },
]
