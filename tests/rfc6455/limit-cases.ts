import { limits } from '#protocol/limits.ts'
import { opcodes } from '#tests/kit/raw-socket.ts'
import { type Case, command, first, last, ping, text, unknown } from './case.ts'

const most = limits.commandBytes
const lies: readonly (readonly [string, bigint])[] = [
  ['2^63 - 1', 2n ** 63n - 1n],
  ['2^63', 2n ** 63n],
  ['2^64 - 1', 2n ** 64n - 1n],
  ['2^32', 2n ** 32n],
  ['2^32 + 5', 2n ** 32n + 5n],
  ['2^31', 2n ** 31n],
  ['the limit + 1', BigInt(most) + 1n],
]
const many = 5_000

/** 9: lengths that lie, forms that are not the shortest, and very many very small frames. */
export const limitCases: readonly Case[] = [
  ...lies.flatMap(([what, claims], at): Case[] => [
    {
      id: `9.1.${at + 1}`,
      what: `a text that claims ${what} bytes, and brings five`,
      sends: [text('hello', { claims })],
      closes: 1009,
    },
    {
      id: `9.2.${at + 1}`,
      what: `the same without a mask`,
      sends: [text('hello', { claims, masked: false })],
      closes: 1002,
    },
    {
      id: `9.3.${at + 1}`,
      what: `a last piece that claims ${what} bytes`,
      sends: [first('['), text('hello', { claims, opcode: opcodes.continuation })],
      closes: 1009,
    },
    {
      id: `9.4.${at + 1}`,
      what: `a ping that claims ${what} bytes`,
      sends: [ping('hello', { claims })],
      closes: 1002,
    },
  ]),
  {
    id: '9.5.1',
    what: 'a text of 40 bytes whose length is told in 16 bits',
    sends: [text(command(9, 40), { lengthBits: 16 })],
    closes: 1002,
  },
  {
    id: '9.5.2',
    what: 'a text of 40 bytes whose length is told in 64 bits',
    sends: [text(command(9, 40), { lengthBits: 64 })],
    closes: 1002,
  },
  {
    id: '9.5.3',
    what: 'a text of 500 bytes whose length is told in 64 bits',
    sends: [text(command(9, 500), { lengthBits: 64 })],
    closes: 1002,
  },
  { id: '9.6.1', what: 'a text without a mask', sends: [text(command(9), { masked: false })], closes: 1002 },
  {
    id: '9.6.2',
    what: 'a mask of zeros',
    sends: [text(command(9), { mask: Buffer.alloc(4) })],
    answers: [unknown(9)],
    closes: null,
  },
  {
    id: '9.7.1',
    what: `${many} pings in one segment`,
    sends: [Buffer.concat(Array.from({ length: many }, () => ping('x')))],
    pongs: Array.from({ length: many }, () => 'x'),
    closes: null,
  },
  {
    id: '9.7.2',
    what: '1,000 commands in one segment',
    sends: [Buffer.concat(Array.from({ length: 1_000 }, (_, at) => text(`[${at + 1},"heartbeat",{}]`)))],
    answers: Array.from({ length: 1_000 }, (_, at) => `${at + 1} hello_first`),
    closes: null,
  },
  {
    id: '9.7.3',
    what: 'twenty texts of one byte: nonsense in a row, and the twentieth is the last',
    sends: [Buffer.concat(Array.from({ length: 40 }, () => text('x')))],
    answers: Array.from({ length: 19 }, () => '0 bad_json'),
    closes: 4400,
  },
  {
    id: '9.7.4',
    what: 'a message of 1,000 pieces with a ping behind each',
    sends: [
      first('[9,"nosuch","'),
      Buffer.concat(
        Array.from({ length: 1_000 }, () =>
          Buffer.concat([text('x', { opcode: opcodes.continuation, fin: false }), ping('p')]),
        ),
      ),
      last('"]'),
    ],
    pongs: Array.from({ length: 1_000 }, () => 'p'),
    answers: [unknown(9)],
    closes: null,
  },
]
